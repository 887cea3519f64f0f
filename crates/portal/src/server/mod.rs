//! The pages, served: read only, to this machine unless somebody gives out a token.

mod answer;
mod guard;
mod live;
mod stop;

pub use guard::{Access, Token};
pub use stop::Stop;

use crate::site::{Question, SiteError};
use live::Live;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

/// Answers that have begun may take this long once the server is asked to end.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why the portal cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There is nothing to show.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The address means nothing.
    #[error(
        "`{0}` is no address to listen on; write one like `127.0.0.1:7340`, or `127.0.0.1:0` for any free port"
    )]
    Address(String),
    /// Somebody else listens there.
    #[error(
        "`{0}` is in use, perhaps by another portal; end that one, or choose another with `--address 127.0.0.1:0`, which takes \
         any free port"
    )]
    InUse(String),
    /// The address cannot be listened on.
    #[error("`{address}` cannot be listened on: {error}")]
    Bind {
        /// The address.
        address: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// The server broke.
    #[error("the server ended: {0}")]
    Server(std::io::Error),
}

/// A portal that listens and has yet to answer.
pub struct Portal {
    listener: TcpListener,
    address: SocketAddr,
    access: Access,
    live: Arc<Live>,
}

impl Portal {
    /// Opens the workspace and takes the address. Outside of this machine, only who has a token is answered: `token` is asked
    /// for one then.
    pub fn open(
        question: Question,
        address: &str,
        token: Option<Token>,
        make_token: impl FnOnce() -> Token,
    ) -> Result<Self, ServeError> {
        let wanted = address.to_socket_addrs().ok().and_then(|mut found| found.next());
        let wanted = wanted.ok_or_else(|| ServeError::Address(address.to_owned()))?;
        let listener = TcpListener::bind(wanted).map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => ServeError::InUse(wanted.to_string()),
            _ => ServeError::Bind { address: wanted.to_string(), error },
        })?;
        let address = listener.local_addr().map_err(ServeError::Server)?;
        let access = match token {
            Some(token) => Access::Token(token),
            None if address.ip().is_loopback() => Access::ThisMachine,
            None => Access::Token(make_token()),
        };
        Ok(Self { listener, address, access, live: Arc::new(Live::open(question)?) })
    }

    /// Where it is found, with the token where one is needed.
    pub fn url(&self) -> String {
        match &self.access {
            Access::ThisMachine => format!("http://{}/", self.address),
            Access::Token(token) => format!("http://{}/?token={}", self.address, token.text()),
        }
    }

    /// How many documents it shows.
    pub fn documents(&self) -> usize {
        self.live.site().specs.len()
    }

    /// To be called when a document has changed: everything is read anew, and open pages follow.
    pub fn changed(&self) -> impl Fn() + Send + Sync + 'static {
        let live = Arc::clone(&self.live);
        move || live.poke()
    }

    /// Answers until it is asked to stop.
    pub fn run(self, stop: &Stop) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(ServeError::Server)?;
        let follower = live::follow(Arc::clone(&self.live), stop.clone());
        self.listener.set_nonblocking(true).map_err(ServeError::Server)?;
        let answered = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let router = answer::router(Arc::clone(&self.live), self.access, stop.clone());
            let (asked, late) = (stop.clone(), stop.clone());
            let server =
                axum::serve(listener, router).with_graceful_shutdown(async move { asked.asked().await });
            tokio::select! {
                ended = server => ended,
                () = async { late.asked().await; tokio::time::sleep(FAREWELL).await } => Ok(()),
            }
        });
        stop.ask();
        runtime.shutdown_timeout(Duration::from_millis(200));
        // The follower looks at the stop several times a second.
        let _ = follower.join();
        answered.map_err(ServeError::Server)
    }
}
