# Chữ của màn hình mà vỏ ứng dụng tự đặt (nút, nhãn, báo chung), gọi theo tên; không có biến. Tên giống hệt bên .en.ftl; phép thử giữ hai tệp khớp nhau.

app-name = Một cửa

# Nút
action-back = Quay lại
action-next = Tiếp theo
action-previous = Trang trước
action-cancel = Hủy
action-continue = Tiếp tục
action-done = Xong
action-remove = Bỏ
action-undo = Hoàn tác
action-retry = Thử lại
action-refresh = Tải lại
action-clear-search = Xóa chữ đang tìm
action-send = Gửi
action-show-more = Xem thêm
action-show-less = Thu gọn
action-sign-in = Đăng nhập
action-sign-out = Đăng xuất
action-take-photo = Chụp ảnh
action-choose-file = Chọn tệp
action-remove-file = Bỏ tệp này
action-open-settings = Mở cài đặt của máy
action-update-app = Cập nhật ứng dụng

# Chữ chung
word-yes = Có
word-no = Không
word-required = Bắt buộc
word-new = Mới
word-urgent = Gấp

# Trạng thái chung
state-loading = Đang tải
state-working = Đang làm, xin chờ một chút
state-nothing-found = Không tìm thấy
state-copied = Đã sao chép
state-deleted = Đã xóa
state-saved = Đã lưu
failure-heading = Chưa làm được
failure-code-label = Mã lỗi

# Thanh chuyển trang
tab-home = Trang chủ
tab-catalogue = Thủ tục
tab-feedback = Phản ánh
tab-inbox = Thông báo
tab-me = Tôi

# Thông báo của hệ thống
channel-dossiers = Tin về hồ sơ
channel-reports = Trả lời phản ánh
channel-sending = Đang gửi
notice-news = Có tin mới dành cho bạn
notice-sending = Đang gửi những gì còn chờ

# Điều hệ điều hành tự hiện khi xin quyền; core/client/tests/platform_words.rs ghi ra tệp của từng hệ
platform-camera-use = Máy ảnh dùng để chụp giấy tờ nộp kèm hồ sơ và ảnh trong phản ánh gửi 1022.
platform-location-use = Vị trí cho biết phản ánh nói về nơi nào và trả lời các câu hỏi về địa điểm trong biểu mẫu.
