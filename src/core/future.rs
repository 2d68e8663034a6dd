// SPDX-License-Identifier: MIT
//! `asyncio.Future`: a result that is not there yet. CPython's behaviour.

use super::{EventLoop, Handle, State, Turn, cancel};
use crate::sched::WaitList;
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Native};
use crate::vm::{Exc, Obj, Type, call, ffi, handlers};
use ::core::cell::Cell;

/// The part that futures, tasks and gathers have in common. A task begins with the same three words.
#[repr(C)]
pub struct Future {
    base: Cell<*const Type>,
    /// Tasks, callbacks and others that wait for the end; the tag is the [`State`].
    pub waiters: WaitList,
    /// Once done: the value or the exception.
    pub data: Cell<Obj>,
}

const _: () = assert!(size_of::<Future>() <= ffi::ASYNCIO_BLOCK_SIZE as usize);

// SAFETY: begins with the type, zero is a pending future; `asyncio_future_new` is the only allocation.
unsafe impl Native for Future {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_future }
    }
}

impl Future {
    /// The future in `obj`: a future, task or gather, or an instance of a Python subclass.
    pub fn from_obj(obj: Obj) -> Option<Gc<Future>> {
        // SAFETY: all types below Future begin with its layout.
        call::native(obj, Future::ty()).map(|native| unsafe { Gc::assume(native) })
    }

    /// Where it is in its life.
    pub fn state(&self) -> State {
        State::of(&self.waiters)
    }

    /// Whether it has ended.
    pub fn is_done(&self) -> bool {
        self.state().is_done()
    }

    /// The value, or the exception, which counts as retrieved from now on.
    ///
    /// # Errors
    /// The exception; InvalidStateError while pending.
    pub fn result(&self) -> Result<Obj, Exc> {
        match self.state() {
            State::Returned => Ok(self.data.get()),
            State::Raised | State::Retrieved => {
                self.mark_retrieved();
                Err(Exc(self.data.get()))
            }
            _ => Err(Error::ASYNCIO_ERR_NOT_DONE.into()),
        }
    }

    /// An exception in it counts as retrieved from now on.
    pub fn mark_retrieved(&self) {
        if self.state() == State::Raised {
            self.waiters.set_tag(State::Retrieved as usize);
        }
    }

    /// Whether it ended with a CancelledError.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.state(), State::Raised | State::Retrieved) && Exc(self.data.get()).is_cancelled()
    }
}

impl Gc<Future> {
    /// Ends a pending future and wakes all who wait for it.
    pub fn settle(self, event_loop: Gc<EventLoop>, outcome: Result<Obj, Exc>) {
        let (state, data) = match outcome {
            Ok(value) => (State::Returned, value),
            Err(Exc(exc)) => (State::Raised, exc),
        };
        self.data.set(data);
        event_loop.wake_all(&self.waiters);
        self.waiters.set_tag(state as usize);
    }

    /// Ends it on a user's behalf.
    ///
    /// # Errors
    /// InvalidStateError for a future that has ended, and for tasks and gathers, which end by themselves.
    fn settle_by_user(self, outcome: Result<Obj, Exc>) -> Result<Obj, Exc> {
        if self.is_done() || !self.obj().is_exactly(Future::ty()) {
            return Err(Error::ASYNCIO_ERR_INVALID_STATE.into());
        }
        self.settle(EventLoop::get()?, outcome);
        Ok(Obj::NONE)
    }
}

handlers! {
    /// `Future.done()`
    fn asyncio_future_done(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Future>::assume(this) }.is_done().into()
    }

    /// `Future.cancelled()`
    fn asyncio_future_cancelled(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Future>::assume(this) }.is_cancelled().into()
    }

    /// `Future.cancel(msg=None)`
    fn asyncio_future_cancel(this: Obj, msg: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { cancel(Gc::assume(this), msg).map(Obj::from) }.into()
    }

    /// `Future.result()`
    fn asyncio_future_result(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Future>::assume(this).result() }.into()
    }

    /// `Future.exception()`: None for a value, and the exception as a value; a CancelledError is raised.
    fn asyncio_future_exception(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        let future = unsafe { Gc::<Future>::assume(this) };
        let pending = !future.is_done();
        let exception = match future.result() {
            Ok(_) => Ok(Obj::NONE),
            Err(exc) if pending || exc.is_cancelled() => Err(exc),
            Err(exc) => Ok(exc.instance().0),
        };
        exception.into()
    }

    /// `Future.set_result(value)`
    fn asyncio_future_set_result(this: Obj, value: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Future>::assume(this).settle_by_user(Ok(value)) }.into()
    }

    /// `Future.set_exception(exception)`; the glue has checked that it is one, and made it an instance.
    fn asyncio_future_set_exception(this: Obj, exc: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Future>::assume(this).settle_by_user(Err(Exc(exc))) }.into()
    }

    /// `Future.add_done_callback(fun)`
    fn asyncio_future_add_done_callback(this: Obj, fun: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Handle::add(Gc::assume(this), fun) }.into()
    }

    /// `Future.remove_done_callback(fun)`: how many were removed.
    fn asyncio_future_remove_done_callback(this: Obj, fun: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Handle::remove(Gc::assume(this), fun).map(Obj::small_int) }.into()
    }

    /// `await future`
    fn asyncio_future_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        let future = unsafe { Gc::<Future>::assume(this) };
        Turn::current().and_then(|turn| turn.await_future(future)).into()
    }
}
