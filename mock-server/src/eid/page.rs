//! The pages that a person sees: who signs in, what is shared, allow or deny. And the page of a request that can't be
//! trusted.
//!
//! Plain HTML with one style sheet inside and no script; readable at 320 px and 200 % text, every control labelled and
//! reachable by keyboard. It says on top that its people are invented.

use maud::{DOCTYPE, Markup, html};

use super::person::Person;

/// The page's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

impl Language {
    /// The first of a space- or comma-separated list that we have; Vietnamese otherwise.
    pub(crate) fn pick(wishes: &str) -> Self {
        wishes
            .split([' ', ','])
            .find_map(|wish| match wish.trim().get(..2) {
                Some("vi") => Some(Self::Vi),
                Some("en") => Some(Self::En),
                _ => None,
            })
            .unwrap_or(Self::Vi)
    }

    fn tag(self) -> &'static str {
        self.say("vi", "en")
    }

    fn say(self, vi: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }
}

const STYLE: &str = "
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.5 system-ui,sans-serif;background:#f4f5f7;color:#1a1a1a}
header,main{max-width:36rem;margin:0 auto;padding:1rem}
header{display:flex;flex-wrap:wrap;gap:.5rem;justify-content:space-between;align-items:baseline}
main{background:#fff;border-radius:.5rem}
h1{font-size:1.5rem;margin:0 0 .5rem}h2,legend{font-size:1.125rem;font-weight:600}
.notice{border-left:.25rem solid #8a5a00;padding:.25rem .75rem;background:#fff6e0;color:#3d2800}
fieldset{border:1px solid #767676;border-radius:.5rem;margin:1rem 0;padding:.5rem 1rem;min-width:0}
label{display:flex;gap:.75rem;align-items:baseline;padding:.6rem 0;min-height:2.75rem;overflow-wrap:anywhere}
input{flex:none;width:1.25rem;height:1.25rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1rem}
button{font:inherit;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:.5rem;border:2px solid #0b4f9e;background:#fff;color:#0b4f9e}
button.main{background:#0b4f9e;color:#fff}
a{color:#0b4f9e}
:focus-visible{outline:3px solid #b35900;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#15171a;color:#eee}main{background:#202429}
.notice{background:#3a2c0a;color:#ffe9b8;border-color:#e0a830}button{background:#202429;color:#9cc8ff;border-color:#9cc8ff}
button.main{background:#9cc8ff;color:#10233a}a{color:#9cc8ff}fieldset{border-color:#8c939b}}
";

/// Asks who signs in and whether to share. `request` is the kept request's id, `other_language` this page in the other one.
pub(crate) fn consent(language: Language, people: &[Person], request: &str, other_language: &str) -> Markup {
    let say = |vi, en| language.say(vi, en);
    let content = html! {
        h1 { (say("Đăng nhập bằng định danh điện tử", "Sign in with your e-ID")) }
        p { (say("Ứng dụng Một Cửa xin phép đăng nhập.", "The Một Cửa app asks to sign you in.")) }
        @if people.is_empty() {
            p role="alert" {
                (say("Cổng này chưa có ai để đăng nhập. Hãy khởi động lại với tùy chọn --demo.",
                     "Nobody can sign in at this portal yet. Start it again with --demo."))
            }
        } @else {
            form method="post" action="/eid/consent" {
                input type="hidden" name="request" value=(request);
                fieldset {
                    legend { (say("Bạn là ai?", "Who are you?")) }
                    @for (place, person) in people.iter().enumerate() {
                        label {
                            input type="radio" name="person" value=(person.claims.personal_id) required checked[place == 0];
                            span { (person.claims.name) " – " (person.claims.personal_id) }
                        }
                    }
                }
                (shared(language))
                div class="actions" {
                    button class="main" name="decision" value="allow" { (say("Đồng ý và đăng nhập", "Allow and sign in")) }
                    button name="decision" value="deny" formnovalidate { (say("Từ chối", "Deny")) }
                }
            }
        }
    };
    page(
        language,
        say("Đăng nhập – e-ID mô phỏng", "Sign in – mock e-ID"),
        Some(other_language),
        &content,
    )
}

fn shared(language: Language) -> Markup {
    let say = |vi, en| language.say(vi, en);
    html! {
        h2 { (say("Thông tin được chia sẻ", "What is shared")) }
        ul {
            li { (say("Họ, chữ đệm và tên", "Full name")) }
            li { (say("Ngày sinh và giới tính", "Date of birth and sex")) }
            li { (say("Số định danh cá nhân", "Personal ID number")) }
            li { (say("Nơi thường trú", "Permanent residence")) }
            li { (say("Số điện thoại", "Phone number")) }
            li { (say("Mức độ tài khoản", "Account level")) }
        }
    }
}

/// Says that nothing is done, and why.
pub(crate) fn refused(language: Language) -> Markup {
    let say = |vi, en| language.say(vi, en);
    let content = html! {
        h1 { (say("Không thể đăng nhập", "Can't sign in")) }
        p {
            (say("Yêu cầu đăng nhập không hợp lệ hoặc đã hết hạn. Không có thông tin nào được chia sẻ.",
                 "This sign-in request isn't valid or has expired. Nothing was shared."))
        }
        p { (say("Hãy quay lại ứng dụng và đăng nhập lại.", "Go back to the app and sign in again.")) }
    };
    page(
        language,
        say("Không thể đăng nhập", "Can't sign in"),
        None,
        &content,
    )
}

fn page(language: Language, title: &str, other_language: Option<&str>, content: &Markup) -> Markup {
    let say = |vi, en| language.say(vi, en);
    let other = match language {
        Language::Vi => ("en", "English"),
        Language::En => ("vi", "Tiếng Việt"),
    };
    html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                header {
                    strong { (say("Định danh điện tử (mô phỏng)", "e-ID (mock)")) }
                    @if let Some(address) = other_language {
                        a href=(address) lang=(other.0) hreflang=(other.0) { (other.1) }
                    }
                }
                main {
                    p class="notice" {
                        (say("Dữ liệu giả để kiểm thử: mọi người ở đây đều được bịa ra.",
                             "Made-up test data: everybody here is invented."))
                    }
                    (content)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_we_have_wins() {
        assert_eq!(Language::pick("fr-FR, en;q=0.8, vi"), Language::En);
        assert_eq!(Language::pick("vi-VN"), Language::Vi);
        assert_eq!(Language::pick("é"), Language::Vi);
    }

    #[test]
    fn what_a_request_brings_is_escaped() {
        let text = consent(Language::En, &[], "x", "/eid/authorize?state=\"><script>").into_string();
        assert!(!text.contains("<script>"));
    }
}
