//! HTTP to the portal and the e-ID provider.
