// SPDX-License-Identifier: MIT
//! `asyncio.open_connection()` and the task behind `asyncio.start_server()`.
//!
//! What is done with sockets is Python's socket module, called by the C glue; the waiting is here.

use super::entry::{Entry, READ, WRITE};
use crate::core::{EventLoop, Task, Turn};
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Native};
use crate::vm::{Exc, Obj, Poll, Type, ffi, handlers};
use ::core::cell::Cell;

/// `open_connection()`: an awaitable.
#[repr(C)]
pub struct Connect {
    base: Cell<*const Type>,
    /// What the call was given, for the C glue.
    args: Cell<Obj>,
    /// Null: not begun.
    socket: Cell<Obj>,
}

/// What a server's task runs: accepts connections until it is cancelled.
#[repr(C)]
pub struct Serve {
    base: Cell<*const Type>,
    args: Cell<Obj>,
    listener: Cell<Obj>,
}

/// How long a server that cannot accept (no descriptors or memory left) waits before it tries again: 100 ms.
const RETRY_US: u32 = 100_000;

// SAFETY: begins with the type; the fields are set below, which is the only allocation.
unsafe impl Native for Connect {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_connect }
    }
}

// SAFETY: as above.
unsafe impl Native for Serve {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_serve }
    }
}

/// Forgets and closes a socket.
fn close(socket: Obj) {
    if let Some(event_loop) = EventLoop::existing()
        && let Ok(entry) = Entry::of(event_loop, socket)
    {
        entry.close(event_loop);
    }
    // SAFETY: the shim does not raise. An error on closing is of no use to anybody here.
    unsafe { ffi::asyncio_stream_close(socket) };
}

impl Connect {
    fn poll(&self) -> Result<Poll, Exc> {
        let turn = Turn::current()?;
        let args = self.args.get().non_null().ok_or(Error::ASYNCIO_ERR_STREAM_REUSED)?;
        let Some(socket) = self.socket.get().non_null() else {
            // SAFETY: the shim does not raise.
            let socket = Result::from(unsafe { ffi::asyncio_connect_begin(args) })?;
            self.socket.set(socket);
            return Ok(Entry::of(turn.event_loop, socket)?.park(turn, WRITE));
        };
        self.args.set(Obj::NULL);
        let entry = Entry::of(turn.event_loop, socket)?;
        // SAFETY: the shim does not raise.
        Result::from(unsafe { ffi::asyncio_connect_end(args, socket, entry.raw_fd()) })
            .map(Poll::ready)
            .inspect_err(|_| close(socket))
    }
}

impl Serve {
    fn poll(&self) -> Result<Poll, Exc> {
        let turn = Turn::current()?;
        let entry = Entry::of(turn.event_loop, self.listener.get())?;
        loop {
            // SAFETY: the shim does not raise.
            match Result::from(unsafe { ffi::asyncio_accept(self.args.get(), self.listener.get()) })? {
                Obj::NONE => {}
                Obj::NULL => {
                    entry.exhausted(READ);
                    return Ok(entry.park(turn, READ));
                }
                Obj::FALSE => return Ok(turn.park_asleep(Obj::from_ptr(self), RETRY_US)),
                coro => drop(Task::create(turn.event_loop, coro)?),
            }
        }
    }
}

handlers! {
    /// `open_connection(...)`
    fn asyncio_connect_new(args: Obj) -> HandlerResult {
        let connect = Gc::<Connect>::new().map(|connect| {
            connect.args.set(args);
            connect.obj()
        });
        connect.into()
    }

    /// `await open_connection(...)`
    fn asyncio_connect_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Connect>::assume(this).poll() }.into()
    }

    /// An exception is thrown into `await open_connection(...)`.
    fn asyncio_connect_throw(this: Obj) {
        // SAFETY: the glue's contract.
        let connect = unsafe { Gc::<Connect>::assume(this) };
        if let (Some(socket), Some(_)) = (connect.socket.get().non_null(), connect.args.get().non_null()) {
            close(socket);
        }
        connect.args.set(Obj::NULL);
    }

    /// What a server's task runs.
    fn asyncio_serve_new(args: Obj, listener: Obj) -> HandlerResult {
        let serve = Gc::<Serve>::new().map(|serve| {
            serve.args.set(args);
            serve.listener.set(listener);
            serve.obj()
        });
        serve.into()
    }

    /// A server's task has its turn.
    fn asyncio_serve_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Serve>::assume(this).poll() }.into()
    }

    /// A server's task is cancelled. Returns what the glue gave it.
    fn asyncio_serve_throw(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        let serve = unsafe { Gc::<Serve>::assume(this) };
        close(serve.listener.get());
        serve.args.get()
    }
}
