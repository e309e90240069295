//! A root of one's own: an endpoint below it is trusted from then on, without a new look, and no
//! longer once the root is put aside.

use crate::assessment::assessed;
use crate::report::said;
use crate::story::Story;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

/// Serves a certificate for loopback, and returns the port, the root that signed it, and the
/// certificate itself, in PEM.
fn served() -> (u16, String, String) {
    let mut below = CertificateParams::default();
    below.distinguished_name.push(DnType::CommonName, "Hollin & Rowe Root");
    below.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    below.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let root = CertifiedIssuer::self_signed(below, KeyPair::generate().expect("a key")).expect("a root");
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // around the moment of the stories
    (params.not_before, params.not_after) = (date_time_ymd(2026, 10, 1), date_time_ymd(2027, 3, 1));
    let key = KeyPair::generate().expect("a key");
    let leaf = params.signed_by(&key, &root).expect("a certificate");
    let chain: Vec<CertificateDer<'static>> = vec![leaf.der().clone()];
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::try_from(key.serialize_der()).expect("a key"))
        .expect("a server");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = ServerConnection::new(config.clone()).expect("a connection");
            let mut both = rustls::Stream::new(&mut connection, &mut stream);
            let mut request = [0; 1024];
            if both.read(&mut request).is_ok_and(|read| read > 0) {
                let _ = both.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        }
    });
    (port, root.pem(), leaf.pem())
}

#[test]
fn a_root_of_ones_own_is_trusted_until_it_is_put_aside() {
    let story = Story::new();
    let known = assessed(&story);
    let (port, root, leaf) = served();
    let add = json!({ "service": known.service, "host": format!("127.0.0.1:{port}") });
    let endpoint = story.ask("add_endpoint", add)["endpoint"]["id"].clone();
    story.ask("check_endpoint", json!({ "endpoint": endpoint, "allow_private": true }));
    let claim = || {
        let view = story.ask("show_vendor", json!({ "vendor": known.vendor }));
        let claims = view["services"][0]["assessment"]["claims"].as_array().expect("claims").clone();
        claims.iter().find(|claim| claim["check"] == "certificate").expect("the claim")["state"].clone()
    };
    let look = || story.ask("show_endpoint", json!({ "endpoint": endpoint }));
    let trusted = || look()["endpoint"]["look"]["trusted"].clone();
    assert_eq!((trusted(), claim()), (json!(false), json!("contradicted")));

    for (name, pem) in [("x", "words"), (" ", root.as_str()), ("An endpoint", leaf.as_str())] {
        story.refusal("add_root", json!({ "name": name, "pem": pem }));
    }
    assert_eq!(story.ask("list_roots", json!({}))["roots"], json!([]));
    let added = story.ask("add_root", json!({ "name": "Our own", "pem": root }));
    assert!(added["certificates"][0]["subject"].as_str().is_some_and(|name| name.contains("Hollin & Rowe Root")));
    assert_eq!((trusted(), claim()), (json!(true), json!("supported")));
    assert_eq!(look()["series"].as_array().map(Vec::len), Some(1), "nothing was looked at again");
    let report = story.folder.path().join("report.pdf");
    story.ask("report_vendor", json!({ "vendor": known.vendor, "to": report }));
    if let Some((_, text)) = said("pdftotext", &["-raw"], &report) {
        assert!(text.contains("“Our own”"), "the report names what its trust rests on");
    }
    let again = story.refusal("add_root", json!({ "name": "Once more", "pem": root }));
    assert!(again.message.contains("Our own"), "{again:?}");

    let listed = story.ask("list_roots", json!({}));
    assert_eq!(listed["roots"], Value::Array(vec![added.clone()]));
    story.ask("archive_root", json!({ "root": added["id"] }));
    assert_eq!((trusted(), claim()), (json!(false), json!("contradicted")));
    story.ask("undo_act", json!({}));
    assert_eq!(trusted(), json!(true));
    story.verified();
}
