//! Encrypted connections to PostgreSQL, with the words that its own clients have for them.

use postgres::config::SslMode;
use postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use postgres::{Client, Config, Socket};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::BuilderVerifierExt;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Where a server is, and how far it is trusted.
///
/// As with `psql`: `sslmode=prefer` (the usual) and `require` encrypt and ask for no certificate, `verify-ca` and `verify-full` hold
/// the certificate and its name against the system's authorities, or those of `sslrootcert`.
#[derive(Clone, Debug)]
pub struct PostgresUrl {
    /// Everything that the driver knows itself.
    pub config: Config,
    verify: bool,
    root: Option<PathBuf>,
}

impl std::str::FromStr for PostgresUrl {
    type Err = postgres::Error;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        let verify = url.contains("sslmode=verify-");
        let known = url.replace("sslmode=verify-full", "sslmode=require");
        let known = known.replace("sslmode=verify-ca", "sslmode=require");
        let (known, root) = without_root(&known);
        Ok(Self { config: known.parse()?, verify, root })
    }
}

/// The address without its `sslrootcert`, and that.
fn without_root(url: &str) -> (String, Option<PathBuf>) {
    let Some(at) = url.find("sslrootcert=") else { return (url.to_owned(), None) };
    let rest = &url[at + "sslrootcert=".len()..];
    let end = rest.find(['&', ' ']).unwrap_or(rest.len());
    let after = rest[end..].trim_start_matches('&');
    let before = if after.is_empty() { url[..at].trim_end_matches(['?', '&']) } else { &url[..at] };
    let path = percent_encoding::percent_decode_str(&rest[..end]).decode_utf8_lossy().into_owned();
    (format!("{before}{after}"), (path != "system").then(|| path.into()))
}

impl PostgresUrl {
    /// Connects; encrypted where the address or the server wants it.
    pub fn connect(&self) -> Result<Client, postgres::Error> {
        // What is wrong with them is said once the server wants to be spoken to in private, and not before.
        let settings = self.settings().map(Arc::new);
        match self.config.connect(Maker { settings }) {
            // As its own clients do: what is only preferred is given up where it cannot be had.
            Err(error) if self.config.get_ssl_mode() == SslMode::Prefer && error.as_db_error().is_none() => {
                let mut plain = self.config.clone();
                plain.ssl_mode(SslMode::Disable);
                plain.connect(postgres::NoTls).map_err(|_| error)
            }
            connected => connected,
        }
    }

    fn settings(&self) -> Result<ClientConfig, String> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?;
        Ok(match &self.root {
            Some(path) => {
                let unread = |error: &dyn std::fmt::Display| {
                    format!("`sslrootcert`: {} cannot be read: {error}", path.display())
                };
                let mut roots = RootCertStore::empty();
                for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unread(&error))? {
                    let certificate = certificate.map_err(|error| unread(&error))?;
                    roots.add(certificate).map_err(|error| unread(&error))?;
                }
                builder.with_root_certificates(roots).with_no_client_auth()
            }
            None if self.verify => {
                builder.with_platform_verifier().map_err(|error| error.to_string())?.with_no_client_auth()
            }
            None => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
                .with_no_client_auth(),
        })
    }
}

/// Takes each certificate, as `sslmode=require` says; the server has to have its key all the same.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

type Settings = Result<Arc<ClientConfig>, String>;

#[derive(Clone)]
struct Maker {
    settings: Settings,
}

impl MakeTlsConnect<Socket> for Maker {
    type Stream = Encrypted;
    type TlsConnect = Handshake;
    type Error = io::Error;

    fn make_tls_connect(&mut self, host: &str) -> io::Result<Handshake> {
        Ok(Handshake { settings: self.settings.clone(), host: host.to_owned() })
    }
}

struct Handshake {
    settings: Settings,
    host: String,
}

impl TlsConnect<Socket> for Handshake {
    type Stream = Encrypted;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Encrypted>> + Send>>;

    fn connect(self, stream: Socket) -> Self::Future {
        Box::pin(async move {
            let settings = self.settings.map_err(io::Error::other)?;
            let name = ServerName::try_from(self.host).map_err(io::Error::other)?;
            let stream = tokio_rustls::TlsConnector::from(settings).connect(name, stream).await?;
            Ok(Encrypted(stream))
        })
    }
}

/// What is said over it nobody else reads.
struct Encrypted(tokio_rustls::client::TlsStream<Socket>);

impl TlsStream for Encrypted {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use abide_fixture::Postgres;

    fn encrypted(url: &str) -> Result<bool, String> {
        let url: PostgresUrl = url.parse().map_err(|error: postgres::Error| error.to_string())?;
        let mut client = url.connect().map_err(|error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            cause.unwrap_or_else(|| error.to_string())
        })?;
        let row = client.query_one("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", &[]);
        Ok(row.map_err(|error| error.to_string())?.get(0))
    }

    #[test]
    fn a_server_is_spoken_to_in_private_as_far_as_the_address_asks_for_it() {
        let server = Postgres::start_encrypted();
        let at = |settings: &str| format!("{}{settings}", server.network_url());
        assert_eq!(encrypted(&at("?sslmode=disable")), Ok(false));
        assert_eq!(encrypted(&at("")), Ok(true));
        assert_eq!(encrypted(&at("?sslmode=require")), Ok(true));
        // The certificate is nobody's but its own.
        let refused = encrypted(&at("?sslmode=verify-full")).unwrap_err();
        assert!(refused.contains("certificate"), "{refused}");
        let root = server.certificate();
        assert_eq!(encrypted(&at(&format!("?sslmode=verify-full&sslrootcert={}", root.display()))), Ok(true));
        let missing = encrypted(&at("?sslmode=verify-full&sslrootcert=/no/such/file")).unwrap_err();
        assert!(missing.contains("/no/such/file cannot be read"), "{missing}");
    }

    #[test]
    fn a_server_that_cannot_encrypt_is_refused_where_the_address_asks_for_it() {
        let server = Postgres::start();
        assert_eq!(encrypted(&server.url()), Ok(false), "a socket of this machine needs no privacy");
    }

    #[test]
    fn the_words_of_its_own_clients_are_understood() {
        let read = |url: &str| url.parse::<PostgresUrl>().unwrap();
        let full = read("postgres://a@db/x?sslmode=verify-full&sslrootcert=%2Fca.pem&application_name=y");
        assert!(full.verify && full.root == Some("/ca.pem".into()));
        assert_eq!(full.config.get_application_name(), Some("y"));
        assert_eq!(full.config.get_ssl_mode(), SslMode::Require);
        let last = read("postgres://a@db/x?sslrootcert=/ca.pem");
        assert_eq!(last.root, Some("/ca.pem".into()));
        assert!(!read("postgres://a@db/x").verify);
    }
}
