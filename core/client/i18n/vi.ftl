# Mọi câu chữ mà lõi đưa cho màn hình. Tên thông điệp giống hệt bên en.ftl; phép thử giữ hai tệp khớp nhau.

# Danh mục
catalogue-heading = Thủ tục
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
fee-free = Không thu phí, hoặc do Hội đồng nhân dân cấp tỉnh quy định
fee-amount = { $amount }
procedure-can-start = Làm hồ sơ ngay trên máy
procedure-no-form = Thủ tục này chưa có mẫu đơn trong ứng dụng; hãy nộp tại nơi giải quyết.
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
frozen-waiting = Hồ sơ này đang chờ gửi nên chỉ để xem, không sửa được. Muốn sửa, hãy thu hồi trước.
frozen-refused = Cổng chưa nhận hồ sơ này. Muốn sửa rồi nộp lại, hãy thu hồi trước.
frozen-submitted = Hồ sơ này đã nộp nên chỉ để xem, không sửa được.
draft-progress = { $questions ->
    [0] Không có câu nào bắt buộc
   *[other] Đã trả lời { $answered } trên { $questions } câu bắt buộc
}
draft-item-label = { $title }, { $state }, { $progress }, { $at }
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
file-label = Tệp { $name }, { $detail }
file-picture-label = Ảnh { $name }, { $detail }
row-name = Dòng { $number }
row-of-list-name = { $list } { $number }
question-required = Bắt buộc, chưa trả lời
question-answered = Đã trả lời
question-wrong = Cần sửa
question-read-only = Chỉ để xem
announce-came = Có thêm { $count } câu cần trả lời
announce-gone = { $count } câu không cần trả lời nữa

# Xem lại và nộp
review-heading = Đây là toàn bộ những gì sẽ được gửi đi
review-empty-answer = (để trống)

# Chờ gửi
outbox-empty = Không có gì đang chờ gửi
outbox-submission = Nộp hồ sơ: { $title }
outbox-supplement = Bổ sung hồ sơ: { $title }
outbox-feedback = Gửi phản ánh
outbox-withdrawal = Rút hồ sơ: { $title }
outbox-revocation = Đăng xuất ở trang định danh
outbox-push = Đăng ký nhận tin báo
outbox-item-label = { $title }. { $since }. { $reason }
outbox-since = Chờ gửi từ { $at }
outbox-files-progress = Đã gửi { $sent } trên { $total }
waiting-ready = Sẵn sàng gửi
waiting-sending = Đang gửi
waiting-offline = Máy đang không có mạng; sẽ tự gửi khi có mạng
waiting-network-policy = Chờ Wi-Fi vì bạn chọn không dùng dữ liệu di động
waiting-sign-in = Cần đăng nhập để gửi
waiting-sign-in-again = Phiên đăng nhập đã hết hạn; cần đăng nhập lại để gửi
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
timeline-heading = Hồ sơ: { $title }
timeline-not-submitted = Chưa nộp
timeline-due = Hẹn trả { $at }
timeline-overdue = Quá hạn từ { $at }
timeline-paused = Đang tạm dừng tính thời hạn
timeline-contested = Có chứng cứ mâu thuẫn: cả hai đều được giữ lại, hãy hỏi cơ quan tiếp nhận
timeline-entry-label = { $at }: { $text }, { $signer }
signed-by-portal = Chữ ký: Cổng dịch vụ công
signed-by-office = Chữ ký: { $office }
signed-by-nobody = Chưa kiểm được chữ ký
done-by-phone = Máy này
phone-draft-begun = Bắt đầu soạn
phone-queued = Đã bấm nộp, chờ gửi
phone-first-sent = Bắt đầu gửi
phone-receipt-verified = Đã kiểm biên nhận
phone-supplement-queued = Đã đưa phần bổ sung vào hàng chờ gửi
phone-withdrawal-asked = Đã yêu cầu rút hồ sơ
office-of-ward = Trung tâm Phục vụ hành chính công { $ward }
fact-submitted = Đã nộp hồ sơ
fact-received = Cơ quan đã nhận được hồ sơ
fact-accepted = Hồ sơ được tiếp nhận
fact-supplement_asked = Cơ quan yêu cầu bổ sung: { $note }
fact-supplement_received = Đã nộp phần bổ sung
fact-processing_started = Đang xử lý
fact-completed = Đã xử lý xong
fact-delivered = Đã trả kết quả
fact-refused = Không được tiếp nhận: { $note }
fact-stopped = Dừng xử lý: { $note }
fact-withdrawn = Đã rút hồ sơ
note-and-reason = { $reason } (“{ $note }”)
reason-paper_missing = Thiếu giấy tờ
reason-paper_unreadable = Giấy tờ không đọc được
reason-answer_wrong = Có câu trả lời chưa đúng
reason-not_competent = Không thuộc thẩm quyền của cơ quan này
reason-not_eligible = Không đủ điều kiện
reason-supplement_missed = Quá hạn bổ sung
reason-citizen_request = Theo yêu cầu của người nộp
fact-other = Sự kiện “{ $event }”
inbox-empty = Chưa có thông báo nào
inbox-dossier = Hồ sơ { $code }: { $status }
inbox-feedback = Phản ánh { $code } có thay đổi
inbox-other = Thông báo mới
inbox-item-label = { $at }: { $text }
inbox-new-item-label = Mới, { $at }: { $text }
dossier-item-label = { $title }, { $since }, { $status }
dossier-item-with-code-label = { $title }, mã hồ sơ { $code }, { $status }
push-healthy = Có tin là máy này được báo ngay
push-missed = Có { $count } tin không tự đến máy này. Bấm “Tải lại” để xem đủ tin.
push-unknown = Chưa rõ tin mới có tự đến máy này không. Bấm “Tải lại” để xem tin mới.

# Phản ánh 1022
feedback-item-label = { $category }, { $status }, { $at }
feedback-queued = Chờ gửi
feedback-refused = 1022 chưa nhận: hãy sửa rồi gửi lại. { $why }
feedback-position = Vị trí đã lấy ({ $place })
feedback-expected = Hẹn trả lời trước { $at }

# Đăng nhập
session-signed-out = Chưa đăng nhập. Bạn vẫn soạn hồ sơ được, chỉ cần đăng nhập khi nộp.
session-signing-in = Đang chờ bạn xác nhận ở trang định danh
session-signed-in = Đã đăng nhập: { $name }
session-needed = Phiên đăng nhập đã hết hạn; hãy đăng nhập lại, không mất gì cả.

# Lỗi chung
failure-line = { $cause } { $remedy } (mã { $code })

# Trang chủ
home-heading = Trang chủ
home-offline = Máy đang không có mạng. Bạn vẫn soạn và nộp được; ứng dụng sẽ gửi khi có mạng, không mất gì cả.
home-empty = Chưa có hồ sơ nào. Hãy chọn một thủ tục để bắt đầu.
home-to-do = Cần bạn làm
home-alerts = Tin mới
home-drafts = Đang soạn
home-dossiers = Hồ sơ của bạn
home-request = Cơ quan yêu cầu bổ sung
home-request-due = Cơ quan yêu cầu bổ sung, hạn { $at }
home-request-late = Cơ quan yêu cầu bổ sung, đã quá hạn { $at }
home-payment = Cơ quan yêu cầu nộp phí, lệ phí
home-sign-in = Đăng nhập để gửi
home-sign-in-again = Phiên đăng nhập đã hết hạn; hãy đăng nhập lại
home-sign-in-detail = Có { $count } việc đang chờ bạn đăng nhập
home-push = Tin mới không tự đến máy này
home-report = Phản ánh: { $category }
home-item-label = { $title }: { $detail }
home-urgent-label = Gấp. { $title }: { $detail }

# Đồng ý lần đầu (phiên bản 1)
consent-heading = Trước khi bắt đầu
consent-kept = Ứng dụng giữ trên máy này những gì bạn điền, giấy tờ bạn đính kèm, hồ sơ đã nộp, biên nhận và thông báo. Tất cả đều được mã hóa bằng khóa chỉ có trên máy này.
consent-sent = Khi bạn đang điền, không có gì được gửi đi. Khi bạn bấm nộp, hồ sơ và giấy tờ được gửi tới Cổng dịch vụ công và cơ quan tiếp nhận. Phản ánh được gửi tới tổng đài 1022. Khi bạn đăng nhập, ứng dụng định danh cho Cổng biết bạn là ai. Để báo tin cho bạn, Cổng giữ địa chỉ nhận thông báo của máy này.
consent-not = Ứng dụng không quảng cáo, không bán dữ liệu và không chuyển dữ liệu của bạn cho ai khác.
consent-rights = Theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15, bạn có quyền được biết, đồng ý hoặc không đồng ý, rút lại sự đồng ý, xem và sửa dữ liệu của mình, yêu cầu cung cấp, xóa hoặc hạn chế xử lý, phản đối việc xử lý, yêu cầu cơ quan có thẩm quyền bảo vệ dữ liệu của mình, khiếu nại, tố cáo, khởi kiện và yêu cầu bồi thường.
consent-how = Trong phần Cài đặt, mục Dữ liệu của tôi, bạn có thể lấy một bản sao hoặc xóa hết dữ liệu trên máy bất cứ lúc nào; xóa cũng là rút lại sự đồng ý này. Hồ sơ đã nộp do cơ quan nhà nước lưu giữ theo quy định, xóa trên máy không xóa ở đó.
consent-accept = Tôi đã đọc và đồng ý

# Cài đặt
settings-heading = Cài đặt
settings-language = Ngôn ngữ
settings-network = Khi nào gửi tệp
settings-network-any = Gửi qua mạng nào cũng được
settings-network-unmetered = Chỉ gửi tệp khi có Wi-Fi hoặc mạng không tính dung lượng
settings-font = Chữ trong ứng dụng to nhỏ theo cỡ chữ của máy. Muốn chữ to hơn, hãy tăng cỡ chữ trong phần cài đặt của máy.
settings-data = Dữ liệu của tôi
settings-data-text = Bạn có thể lấy một bản sao của mọi thứ ứng dụng giữ về bạn, kể cả những gì đã điền mà chưa nộp. Bản sao không được mã hóa: hãy cất ở nơi chỉ mình bạn xem được.
export-text = Đây là bản sao dữ liệu mà ứng dụng Một cửa giữ về bạn trên máy này. Không có mật khẩu, khóa hay phiên đăng nhập nào ở đây. Hãy cất ở nơi chỉ mình bạn xem được.
erase-warning = Mọi thứ ứng dụng giữ trên máy này sẽ bị xóa hẳn và không lấy lại được: hồ sơ đang soạn, giấy tờ, biên nhận, thông báo và phiên đăng nhập. Hồ sơ đã nộp vẫn còn ở cơ quan tiếp nhận.
erase-waiting = { $count } việc đang chờ gửi sẽ không được gửi nữa.
erase-in-doubt = { $count } việc đã gửi mà cổng chưa trả lời, có thể cổng đã nhận: nếu được, hãy chờ có trả lời rồi mới xóa; nếu xóa bây giờ, hãy hỏi cơ quan tiếp nhận trước khi nộp lại.
