# Mọi câu chữ mà lõi đưa cho màn hình. Tên thông điệp giống hệt bên en.ftl; phép thử giữ hai tệp khớp nhau.

# Danh mục
catalogue-heading = Thủ tục hành chính
catalogue-empty = Không tìm thấy thủ tục nào khớp với “{ $query }”. Thử từ khác, hoặc gõ mã thủ tục.
catalogue-none = Chưa có danh mục. Hãy nối mạng một lần để tải về.
catalogue-as-of = Danh mục tải lúc { $at }
level-ward = Cấp xã
level-province = Cấp tỉnh
level-ministry = Cấp bộ
level-school = Tại trường
online-toan_trinh = Nộp trực tuyến toàn trình
online-mot_phan = Nộp trực tuyến một phần
online-thong_tin = Chỉ cung cấp thông tin trực tuyến
online-online_unspecified = Có nộp trực tuyến
online-none = Chỉ nộp trực tiếp
deadline-working-days = { $days } ngày làm việc
deadline-same-day = Trong ngày (nhận sau 15:00 thì trả ngày làm việc tiếp theo)
deadline-days = { $days } ngày
deadline-hours = { $hours } giờ
deadline-unknown = Theo quy định của thủ tục
fee-free = Không thu phí, hoặc do Hội đồng nhân dân tỉnh quy định
fee-amount = { $amount }
procedure-can-start = Làm hồ sơ ngay trên máy
procedure-no-form = Thủ tục này chưa có mẫu đơn điện tử trong ứng dụng
procedure-item-label = { $name }, { $level }, thời hạn { $deadline }
channel-ONLINE = Trực tuyến
channel-POSTAL = Qua bưu chính công ích
channel-DIRECT = Tại quầy một cửa

# Hồ sơ nháp
draft-editing = Đang soạn
draft-queued = Chờ gửi
draft-refused = Cổng chưa nhận, cần sửa
draft-sent = Đã nộp
draft-superseded = Đã có bản bổ sung
draft-progress = Đã trả lời { $answered } trên { $questions } câu
draft-item-label = { $title }, { $state }, { $progress }
drafts-empty = Chưa có hồ sơ nháp nào
form-kept = Đã lưu an toàn trên máy lúc { $at }
form-page = Trang { $page } trên { $pages }
problem-required = Câu này bắt buộc trả lời
problem-type = Câu trả lời chưa đúng kiểu
problem-constraint = Câu trả lời chưa hợp lệ
problems-none = Hồ sơ đã đủ, có thể nộp
problems-count = Còn { $count } chỗ cần sửa
slot-limits = Nhận { $types }, tối đa { $size }
one-of = { $others } hoặc { $last }
question-required = Bắt buộc, chưa trả lời
question-answered = Đã trả lời
question-wrong = Cần sửa
question-read-only = Chỉ để xem
announce-came = Có thêm { $count } câu cần trả lời
announce-gone = { $count } câu không cần trả lời nữa

# Xem lại và nộp
review-heading = Đây là toàn bộ những gì sẽ được gửi đi
review-answers = Câu trả lời
review-papers = Giấy tờ kèm theo
review-office = Cơ quan tiếp nhận
review-empty-answer = (để trống)

# Chờ gửi
outbox-empty = Không có gì đang chờ gửi
outbox-submission = Nộp hồ sơ { $title }
outbox-supplement = Bổ sung hồ sơ { $title }
outbox-feedback = Gửi phản ánh
outbox-withdrawal = Rút hồ sơ { $title }
outbox-revocation = Đăng xuất ở máy chủ định danh
outbox-push = Đăng ký nhận thông báo
outbox-item-label = { $title }: { $reason }
outbox-files-progress = Đã gửi { $sent } trên { $total }
waiting-ready = Sẵn sàng gửi
waiting-sending = Đang gửi
waiting-offline = Máy đang không có mạng; sẽ tự gửi khi có mạng
waiting-network-policy = Chờ Wi-Fi vì bạn chọn không dùng dữ liệu di động
waiting-sign-in = Cần đăng nhập để gửi
waiting-retry = Sẽ tự thử lại lúc { $at }
waiting-order = Chờ hồ sơ gửi trước xong
waiting-blocked = Cần bạn xem lại
waiting-done = Đã gửi xong
waiting-taken-back = Đã thu hồi để sửa
waiting-app-too-old = Cần cập nhật ứng dụng

# Biên nhận và theo dõi
receipt-heading = Đã nộp
receipt-code = Mã hồ sơ { $code }
receipt-signed-by-portal = Cổng dịch vụ công đã ký xác nhận
timeline-heading = Hồ sơ { $title }
timeline-not-submitted = Chưa nộp
timeline-due = Hẹn trả { $at }
timeline-overdue = Quá hạn từ { $at }
timeline-paused = Đang tạm dừng tính thời hạn
timeline-contested = Có chứng cứ mâu thuẫn: cả hai đều được giữ lại, hãy hỏi cơ quan tiếp nhận
timeline-entry-label = { $at }: { $text }, { $signer }
signed-by-portal = Cổng dịch vụ công ký
signed-by-office = { $office } ký
signed-by-nobody = chưa kiểm được chữ ký
done-by-phone = máy này
phone-draft-begun = Bắt đầu soạn
phone-queued = Đã đưa vào hàng chờ gửi
phone-first-sent = Bắt đầu gửi
phone-receipt-verified = Đã kiểm biên nhận
phone-supplement-queued = Đã đưa phần bổ sung vào hàng chờ gửi
phone-withdrawal-asked = Đã yêu cầu rút hồ sơ
office-of-ward = Trung tâm Phục vụ hành chính công { $ward }
fact-submitted = Đã nộp hồ sơ
fact-received = Cơ quan đã nhận đủ hồ sơ
fact-accepted = Hồ sơ được tiếp nhận
fact-supplement_asked = Cơ quan yêu cầu bổ sung: { $note }
fact-supplement_received = Đã nộp phần bổ sung
fact-processing_started = Đang xử lý
fact-completed = Đã xử lý xong
fact-delivered = Đã trả kết quả
fact-refused = Không được tiếp nhận: { $note }
fact-stopped = Dừng xử lý: { $note }
fact-withdrawn = Đã rút hồ sơ
fact-other = Sự kiện “{ $event }”
inbox-empty = Chưa có thông báo nào
inbox-dossier = Hồ sơ { $code }: { $status }
inbox-feedback = Phản ánh { $code } có thay đổi
inbox-other = Thông báo mới
inbox-item-label = { $at }: { $text }
inbox-new-item-label = Mới, { $at }: { $text }
dossier-item-label = { $title }, { $status }
dossier-item-with-code-label = { $title }, mã hồ sơ { $code }, { $status }
push-healthy = Thông báo đẩy hoạt động tốt
push-missed = Có { $count } thông báo không đến máy; nội dung vẫn được lấy đủ khi đồng bộ
push-unknown = Chưa biết thông báo đẩy có hoạt động không

# Phản ánh 1022
feedback-item-label = { $category }, { $status }, { $at }
feedback-queued = Chờ gửi
feedback-expected = Hẹn trả lời trước { $at }

# Đăng nhập
session-signed-out = Chưa đăng nhập. Bạn vẫn soạn hồ sơ được, chỉ cần đăng nhập khi nộp.
session-signing-in = Đang chờ bạn xác nhận ở ứng dụng định danh
session-signed-in = Đã đăng nhập: { $name }
session-needed = Cần đăng nhập lại để gửi. Hồ sơ nháp không bị ảnh hưởng.

# Lỗi chung
failure-line = { $cause } { $remedy } (mã { $code })
