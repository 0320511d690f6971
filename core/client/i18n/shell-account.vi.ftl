# Chữ của vỏ ứng dụng quanh tài khoản: đăng nhập, phiên, cài đặt, dữ liệu của tôi, đồng ý lần đầu. Không có biến; tên giống hệt bên .en.ftl.

session-heading = Tài khoản
sign-in-waiting = Hãy xác nhận ở trang định danh rồi quay lại đây
sign-in-again = Đăng nhập lại
sign-out-question = Đăng xuất khỏi máy này? Hồ sơ nháp vẫn còn trên máy.
settings-open = Cài đặt
data-export = Tải dữ liệu của tôi
data-export-done = Đã lưu dữ liệu của bạn vào một tệp
data-erase = Xóa dữ liệu của tôi
data-erase-confirm = Xóa hẳn
data-erase-done = Đã xóa hết dữ liệu của bạn trên máy này

# Khóa ứng dụng
lock-heading = Mở lại Một cửa
lock-text = Bạn đã rời ứng dụng một lúc. Xin xác nhận bằng vân tay, khuôn mặt hoặc mã khóa của máy để xem tiếp.
lock-open = Xác nhận

# Lần đầu mở và mở lại
consent-open = Điều tôi đã đồng ý
consent-decline = Nếu không đồng ý, bạn chỉ cần đóng ứng dụng: chưa có gì của bạn được lưu hay gửi đi.
consent-language = Đọc bằng tiếng khác
start-opening = Đang mở
start-opening-note = Lần đầu sau khi cập nhật có thể lâu hơn một chút.
start-failed-heading = Chưa mở được ứng dụng
start-failed-text = Những gì bạn đã lưu trên máy vẫn còn nguyên. Làm theo hướng dẫn ở trên rồi thử lại.
too-old-heading = Cần cập nhật ứng dụng
failure-help = Nếu cần người giúp, hãy đọc cho họ mã lỗi ở trên. Mã này không chứa thông tin của bạn.

# Đăng nhập
sign-in-heading = Đăng nhập
sign-in-open = Mở trang định danh
sign-in-step-open = 1. Trang định danh mở ra trong trình duyệt của máy.
sign-in-step-confirm = 2. Bạn xác nhận ở đó. Ứng dụng này không thấy mật khẩu của bạn.
sign-in-step-return = 3. Máy tự quay lại đây.
sign-in-go-on = Xem việc đăng nhập
sign-in-anew = Bắt đầu lại từ đầu
sign-in-anew-note = Nếu trang định danh đã đóng, hãy bắt đầu lại. Lần trước sẽ không còn hiệu lực.
sign-in-completing = Đang kiểm tra xác nhận của bạn
sign-in-done = Những gì đang chờ gửi sẽ tự được gửi tiếp.
session-subject = Mã của bạn trên biên nhận

# Dữ liệu của tôi
data-open = Dữ liệu của tôi
data-export-file = du-lieu-mot-cua.zip
data-begin-anew = Bắt đầu lại

# Phản ánh
feedback-empty = Bạn chưa gửi phản ánh nào. Thấy ổ gà, đèn hỏng hay rác tồn đọng, hãy chụp ảnh gửi 1022.
feedback-anonymous = Bạn chưa đăng nhập: phản ánh được gửi ẩn danh.
feedback-named = Bạn đã đăng nhập: phản ánh được gửi kèm tên bạn.
feedback-photo-limits = Một ảnh JPEG hoặc PNG, tối đa 20 MB. Không có ảnh vẫn gửi được.
action-choose-photo = Chọn ảnh có sẵn
action-remove-photo = Bỏ ảnh này
feedback-photo-there = Đã có ảnh
feedback-photo-kept = Ảnh đã gửi lần trước được giữ lại, trừ khi bạn chọn ảnh khác.
feedback-place-how = Lấy vị trí của máy, hoặc ghi địa chỉ
feedback-place-there = Đã lấy vị trí của máy
feedback-place-kept = Nơi đã ghi lần trước được giữ lại, trừ khi bạn ghi nơi khác.
feedback-place-accuracy = Sai số (mét)
feedback-place-address = Ghi địa chỉ thay cho vị trí
feedback-place-failed = Máy chưa lấy được vị trí. Hãy ghi địa chỉ.
feedback-address-hint = Số nhà, tên đường, phường hoặc xã; hoặc một nơi dễ nhận ra ở gần.
feedback-description-hint = Ghi ngắn gọn: có gì hỏng, từ bao giờ. Đừng ghi số căn cước.
feedback-send-note = Không có mạng cũng gửi được: phản ánh chờ trên máy và tự gửi khi có mạng.
feedback-correct = Sửa và gửi lại
feedback-correcting = Sửa phản ánh
feedback-answer = Trả lời của cơ quan
feedback-mine = Phản ánh của bạn
feedback-number = Số phản ánh của 1022
feedback-no-number = Chưa có
feedback-queued-at = Bạn viết xong lúc
feedback-note = Khi có trả lời, ứng dụng sẽ báo cho bạn ở mục Thông báo.
