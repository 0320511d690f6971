# Chữ của vỏ ứng dụng quanh một tờ đơn: trang câu hỏi, chỗ nộp tệp, xem lại và nộp. Không có biến; tên giống hệt bên .en.ftl.

form-problems = Những chỗ cần sửa
form-show-problems = Xem chỗ cần sửa
form-go-to-problem = Đến chỗ này
form-check = Kiểm tra hồ sơ
form-review = Xem lại trước khi nộp
form-row-add = Thêm một dòng
form-row-remove = Bỏ dòng này
form-choose = Chọn
form-choose-one = Chọn một
form-choose-many = Chọn một hoặc nhiều
form-search-choices = Tìm trong danh sách
form-pick-date = Chọn ngày
form-pick-time = Chọn giờ
form-use-my-place = Lấy vị trí của tôi
form-scan-code = Quét mã
form-move-up = Chuyển lên
form-move-down = Chuyển xuống
form-guidance = Hướng dẫn thêm
form-acknowledge = Tôi xác nhận
form-read-only = Chỉ xem, không sửa được
form-file-none = Chưa có tệp
form-file-replace = Thay tệp khác
review-submit = Nộp hồ sơ
review-edit = Sửa câu này
