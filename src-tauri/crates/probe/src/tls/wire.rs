//! A connection that cannot take for ever: every read and write has a deadline, the whole has
//! one, and so have the bytes it may bring.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A bounded connection.
pub struct Wire<'c> {
    stream: TcpStream,
    step: Duration,
    until: Instant,
    most: usize,
    read: usize,
    cancel: &'c AtomicBool,
    /// The first bytes that came, which tell what speaks.
    pub first: Vec<u8>,
    /// Did more come than it may?
    pub overrun: bool,
}

impl<'c> Wire<'c> {
    /// Connects.
    pub fn dial(
        address: SocketAddr,
        step: Duration,
        until: Instant,
        most: usize,
        cancel: &'c AtomicBool,
    ) -> io::Result<Self> {
        let wait = step.min(until.saturating_duration_since(Instant::now()));
        if wait.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let stream = TcpStream::connect_timeout(&address, wait)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, step, until, most, read: 0, cancel, first: Vec::new(), overrun: false })
    }

    /// Does the other side close of its own accord, before anything is sent to it?
    pub fn closes_within(&self, wait: Duration) -> bool {
        let wait = wait.min(self.until.saturating_duration_since(Instant::now()));
        !wait.is_zero()
            && self.stream.set_read_timeout(Some(wait)).is_ok()
            && matches!(self.stream.peek(&mut [0]), Ok(0))
    }

    fn wait(&self) -> io::Result<Duration> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let wait = self.step.min(self.until.saturating_duration_since(Instant::now()));
        if wait.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(wait) }
    }
}

impl Read for Wire<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read >= self.most {
            self.overrun = true;
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.stream.set_read_timeout(Some(self.wait()?))?;
        let room = buffer.len().min(self.most - self.read);
        let read = self.stream.read(&mut buffer[..room])?;
        self.read += read;
        let missing = 16usize.saturating_sub(self.first.len()).min(read);
        self.first.extend_from_slice(&buffer[..missing]);
        Ok(read)
    }
}

impl Write for Wire<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.wait()?))?;
        self.stream.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
