//! One connection to the target, and requests over it.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use reqwest::Url;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt;
use std::cell::RefCell;
use std::sync::Arc;
use tokio::net::TcpStream;

/// A request that is sent many times.
#[derive(Clone, Debug)]
pub struct Shot {
    /// The method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// All headers, that of the body's media type among them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

/// Where requests go.
#[derive(Clone, Debug)]
pub struct Origin {
    host: String,
    port: u16,
    authority: String,
    secure: bool,
}

impl Origin {
    /// That of an address.
    pub fn of(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        let authority = url.port().map_or_else(
            || url.host_str().unwrap_or_default().to_owned(),
            |port| format!("{}:{port}", url.host_str().unwrap_or_default()),
        );
        Some(Self { host, port: url.port_or_known_default()?, authority, secure: url.scheme() == "https" })
    }

    /// The request of a shot, as it is sent.
    pub(super) fn request(&self, shot: &Shot) -> Result<hyper::Request<Full<Bytes>>, String> {
        let mut request = hyper::Request::builder()
            .method(shot.method.as_str())
            .uri(shot.path.as_str())
            .header("host", self.authority.as_str())
            .header("user-agent", concat!("abide/", env!("CARGO_PKG_VERSION")));
        for (name, value) in &shot.headers {
            request = request.header(name.as_str(), value.as_str());
        }
        let invalid = |error| format!("{} {} cannot be sent: {error}", shot.method, shot.path);
        request.body(Full::new(shot.body.clone())).map_err(invalid)
    }
}

/// Open connections that nobody uses at the moment. A system may close one at any time.
#[derive(Debug)]
pub(super) struct Pool {
    origin: Origin,
    idle: RefCell<Vec<SendRequest<Full<Bytes>>>>,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// With an answer that came whole, of this status.
    Answered(u16),
    /// Without one.
    Broken,
}

impl Pool {
    pub fn new(origin: Origin) -> Self {
        Self { origin, idle: RefCell::default() }
    }

    /// Sends a request over an idle connection or a new one, and reads the answer to its end.
    pub async fn exchange(&self, request: hyper::Request<Full<Bytes>>) -> Ended {
        let mut request = request;
        loop {
            let idle = self.idle.borrow_mut().pop();
            let reused = idle.is_some();
            let connected = match idle {
                Some(connection) => Ok(connection),
                None => connect(&self.origin).await,
            };
            let Ok(mut connection) = connected else { return Ended::Broken };
            if connection.ready().await.is_err() {
                // A system may close a connection that nobody uses.
                if reused {
                    continue;
                }
                return Ended::Broken;
            }
            let response = match connection.try_send_request(request).await {
                Ok(response) => response,
                Err(mut error) => match error.take_message().filter(|_| reused) {
                    Some(unsent) => {
                        request = unsent;
                        continue;
                    }
                    None => return Ended::Broken,
                },
            };
            let status = response.status().as_u16();
            let closes = response.headers().get("connection").is_some_and(|value| value == "close");
            let mut body = response.into_body();
            while let Some(frame) = body.frame().await {
                if frame.is_err() {
                    return Ended::Broken;
                }
            }
            if !closes {
                self.idle.borrow_mut().push(connection);
            }
            return Ended::Answered(status);
        }
    }
}

async fn connect(origin: &Origin) -> Result<SendRequest<Full<Bytes>>, String> {
    let stream = TcpStream::connect((origin.host.as_str(), origin.port)).await;
    let stream = stream.map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    if !origin.secure {
        return handshake(TokioIo::new(stream)).await;
    }
    let config = rustls::ClientConfig::builder().with_platform_verifier();
    let config = config.map_err(|error| error.to_string())?.with_no_client_auth();
    let name = ServerName::try_from(origin.host.clone()).map_err(|error| error.to_string())?;
    let stream = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    handshake(TokioIo::new(stream.map_err(|error| error.to_string())?)).await
}

async fn handshake<T>(io: T) -> Result<SendRequest<Full<Bytes>>, String>
where
    T: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(io).await.map_err(|error| error.to_string())?;
    // It ends with the connection; what went wrong is seen by whoever waits for an answer.
    tokio::task::spawn_local(async move {
        let _ = connection.await;
    });
    Ok(sender)
}
