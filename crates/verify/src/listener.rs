//! A small HTTP listener on the loopback address: for what the target sends to us.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Bytes of a request's head that are read at most.
const HEAD: usize = 64 << 10;
/// Bytes of a request's body that are read at most.
const BODY: usize = 4 << 20;
/// How long a client may take to send its request.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request that came in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Incoming {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// What to answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The headers, besides those of the body's length.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// A status and nothing else.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }
}

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Listener {
    port: u16,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    /// Listens on a free port of the loopback address.
    pub fn start(handle: impl Fn(Incoming) -> Reply + Send + Sync + 'static) -> std::io::Result<Self> {
        Self::on_port(0, handle)
    }

    /// Listens on that port of the loopback address; 0 takes a free one.
    pub fn on_port(
        port: u16,
        handle: impl Fn(Incoming) -> Reply + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        let ended = Arc::new(AtomicBool::new(false));
        let (flag, handle) = (Arc::clone(&ended), Arc::new(handle));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if flag.load(Ordering::SeqCst) {
                    break;
                }
                let handle = Arc::clone(&handle);
                if let Ok(stream) = stream {
                    std::thread::spawn(move || answer(stream, handle.as_ref()));
                }
            }
        });
        Ok(Self { port, ended, thread: Some(thread) })
    }

    /// The address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // `accept` waits for one more connection: this one.
        let woken = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok();
        if let Some(thread) = self.thread.take()
            && woken
        {
            let _ = thread.join();
        }
    }
}

fn answer(mut stream: TcpStream, handle: &(impl Fn(Incoming) -> Reply + ?Sized)) {
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let _ = stream.set_write_timeout(Some(PATIENCE));
    let reply = match read(&mut stream) {
        Ok(Some(request)) => handle(request),
        Ok(None) => return,
        Err(_) => Reply::empty(400),
    };
    let mut head = format!("HTTP/1.1 {}\r\n", crate::http::status_line(reply.status));
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\nconnection: close\r\n\r\n", reply.body.len()));
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&reply.body));
}

/// Reads one request; `None` where the client said nothing.
fn read(stream: &mut TcpStream) -> std::io::Result<Option<Incoming>> {
    let mut bytes = Vec::new();
    loop {
        if more(stream, &mut bytes)? == 0 {
            return if bytes.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
        }
        let mut headers = [httparse::EMPTY_HEADER; 100];
        let mut request = httparse::Request::new(&mut headers);
        let parsed = request.parse(&bytes).map_err(|_| std::io::Error::from(ErrorKind::InvalidData))?;
        if let httparse::Status::Complete(length) = parsed {
            let headers = request.headers.iter();
            let mut incoming = Incoming {
                method: request.method.unwrap_or_default().to_owned(),
                path: request.path.unwrap_or_default().to_owned(),
                headers: headers
                    .map(|header| {
                        (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned())
                    })
                    .collect(),
                body: Vec::new(),
            };
            let rest = bytes.split_off(length);
            incoming.body = body(stream, &incoming, rest)?;
            return Ok(Some(incoming));
        }
        if bytes.len() > HEAD {
            return Err(ErrorKind::InvalidData.into());
        }
    }
}

fn body(stream: &mut TcpStream, request: &Incoming, mut bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
    if request.header("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    if request.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        return chunks(stream, bytes);
    }
    let length = request.header("content-length").map_or(Ok(0), str::parse);
    let length: usize = length.map_err(|_| std::io::Error::from(ErrorKind::InvalidData))?;
    if length > BODY {
        return Err(ErrorKind::InvalidData.into());
    }
    while bytes.len() < length {
        if more(stream, &mut bytes)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    bytes.truncate(length);
    Ok(bytes)
}

fn chunks(stream: &mut TcpStream, mut bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
    let invalid = || std::io::Error::from(ErrorKind::InvalidData);
    let mut body = Vec::new();
    loop {
        match httparse::parse_chunk_size(&bytes).map_err(|_| invalid())? {
            httparse::Status::Complete((start, size)) => {
                let size = usize::try_from(size).map_err(|_| invalid())?;
                if body.len().saturating_add(size) > BODY {
                    return Err(invalid());
                }
                // The chunk ends with a line break of its own.
                let end = start + size + 2;
                if bytes.len() >= end {
                    body.extend_from_slice(&bytes[start..start + size]);
                    bytes.drain(..end);
                    if size == 0 {
                        return Ok(body);
                    }
                    continue;
                }
            }
            httparse::Status::Partial => {}
        }
        if more(stream, &mut bytes)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut buffer = [0; 16 << 10];
    let count = stream.read(&mut buffer)?;
    bytes.extend_from_slice(&buffer[..count]);
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(raw: &[u8]) -> String {
        let listener = Listener::start(|request| Reply {
            status: 200,
            headers: vec![],
            body: format!("{} {} {}", request.method, request.path, String::from_utf8_lossy(&request.body))
                .into_bytes(),
        })
        .unwrap();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, listener.port)).unwrap();
        stream.write_all(raw).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn a_body_with_a_length_is_read_whole() {
        let answer = exchange(b"POST /hook?x=1 HTTP/1.1\r\nContent-Length: 4\r\n\r\nabcdef");
        assert!(answer.ends_with("\r\n\r\nPOST /hook?x=1 abcd"), "{answer}");
    }

    #[test]
    fn a_body_in_chunks_is_put_together() {
        let answer = exchange(
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
        );
        assert!(answer.ends_with("POST / abcde"), "{answer}");
    }

    #[test]
    fn what_is_no_request_is_refused() {
        assert!(exchange(b"\x01\x02\r\n\r\n").starts_with("HTTP/1.1 400"));
        assert!(
            exchange(b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n").starts_with("HTTP/1.1 400")
        );
    }

    #[test]
    fn it_ends_when_it_is_dropped() {
        let listener = Listener::start(|_| Reply::empty(200)).unwrap();
        let port = listener.port;
        drop(listener);
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
    }
}
