# Chữ của vỏ ứng dụng quanh tài khoản: đăng nhập, phiên, cài đặt, dữ liệu của tôi, đồng ý lần đầu. Không có biến; tên giống hệt bên .en.ftl.

session-heading = Tài khoản
sign-in-waiting = Hãy xác nhận ở ứng dụng định danh rồi quay lại đây
sign-in-again = Đăng nhập lại
sign-out-question = Đăng xuất khỏi máy này? Hồ sơ nháp vẫn còn trên máy.
settings-open = Cài đặt
data-export = Tải dữ liệu của tôi
data-export-done = Đã lưu dữ liệu của bạn vào một tệp
data-erase = Xóa dữ liệu của tôi
data-erase-confirm = Xóa hẳn
data-erase-done = Đã xóa hết dữ liệu của bạn trên máy này

# Khoá ứng dụng
lock-heading = Mở lại Một cửa
lock-text = Bạn đã rời ứng dụng một lúc. Xin xác nhận bằng vân tay, khuôn mặt hoặc mã khoá của máy để xem tiếp.
lock-open = Xác nhận
