//! The 18 fields of 1022, so that a report can be begun without network.
//!
//! Codes and names follow the city's field list; the portal's `services.json` has the same codes.

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Category {
    /// Its code, `service_code` on the wire.
    pub code: &'static str,
    /// Its Vietnamese name.
    pub vi: &'static str,
    /// Its English name.
    pub en: &'static str,
}

/// All of them, in the order they are shown.
#[rustfmt::skip]
pub const CATEGORIES: [Category; 18] = [
    Category { code: "HT", vi: "Hạ tầng kỹ thuật", en: "Urban infrastructure" },
    Category { code: "GT", vi: "Giao thông", en: "Traffic" },
    Category { code: "NG", vi: "Ngập, thoát nước", en: "Flooding and drainage" },
    Category { code: "CX", vi: "Cây xanh", en: "Trees" },
    Category { code: "CS", vi: "Chiếu sáng", en: "Street lighting" },
    Category { code: "DL", vi: "Điện lực", en: "Electricity" },
    Category { code: "CN", vi: "Cấp nước", en: "Water supply" },
    Category { code: "VT", vi: "Viễn thông", en: "Telecom cables" },
    Category { code: "MT", vi: "Vệ sinh môi trường", en: "Environment" },
    Category { code: "TO", vi: "Tiếng ồn", en: "Noise" },
    Category { code: "TT", vi: "Trật tự đô thị", en: "Urban order" },
    Category { code: "XD", vi: "Trật tự xây dựng", en: "Building order" },
    Category { code: "XB", vi: "Xe buýt", en: "Bus service" },
    Category { code: "AT", vi: "An toàn thực phẩm", en: "Food safety" },
    Category { code: "YT", vi: "Y tế", en: "Health" },
    Category { code: "AN", vi: "An ninh trật tự", en: "Public order" },
    Category { code: "HC", vi: "Hành chính công", en: "Public administration" },
    Category { code: "KH", vi: "Khác", en: "Other" },
];

/// The field with this code.
pub fn category(code: &str) -> Option<&'static Category> {
    CATEGORIES.iter().find(|category| category.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_finds_its_own_row() {
        for row in &CATEGORIES {
            assert_eq!(category(row.code), Some(row));
        }
        assert_eq!(category("ht"), None);
    }
}
