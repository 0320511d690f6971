//! What is needed.

use motcua_domain::ids::DossierId;

pub trait Keep {
    fn keep(&self, id: DossierId);
}
