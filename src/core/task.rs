// SPDX-License-Identifier: MIT
//! `asyncio.Task`: a future that a coroutine produces.

use super::{EventLoop, Future, State};
use crate::sched::Node;
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Native};
use crate::vm::{Exc, Obj, Type, call, ffi, handlers};
use ::core::cell::Cell;
use ::core::mem::offset_of;

/// A task: 32 bytes on a 32-bit machine, and nothing else is ever allocated for its waiting.
#[repr(C)]
pub struct Task {
    /// The links and the state; its first three words are those of a [`Future`].
    pub node: Node,
    /// The coroutine, or a [`TaskExtra`] that holds it.
    coro: Cell<Obj>,
}

const _: () = {
    // Two GC blocks.
    assert!(size_of::<Task>() == size_of::<[usize; 8]>());
    assert!(offset_of!(Node, waiters) == offset_of!(Future, waiters));
    assert!(offset_of!(Node, data) == offset_of!(Future, data));
};

/// What few tasks have: a name. Takes the place of the coroutine in the task.
#[repr(C)]
struct TaskExtra {
    base: Cell<*const Type>,
    coro: Cell<Obj>,
    name: Cell<Obj>,
}

// SAFETY: begin with the type, zero is valid, allocated below only.
unsafe impl Native for Task {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_task }
    }
}

// SAFETY: as above.
unsafe impl Native for TaskExtra {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_task_extra }
    }
}

impl Task {
    /// A new task for any awaitable, in the ready list.
    ///
    /// # Errors
    /// TypeError if `awaitable` is none; MemoryError.
    pub fn create(event_loop: Gc<EventLoop>, awaitable: Obj) -> Result<Gc<Task>, Exc> {
        let coro = call::coroutine(awaitable)?;
        let task = Gc::<Task>::new()?;
        task.coro.set(coro);
        task.set_data(Obj::NONE);
        event_loop.task_created();
        event_loop.make_ready(&task.get().node);
        Ok(task)
    }

    /// The future that `awaitable` is, or a new task for it, made by `asyncio.create_task` as it is now.
    ///
    /// # Errors
    /// As [`Task::create`]; what a replaced `create_task` raises.
    pub fn promote(event_loop: Gc<EventLoop>, awaitable: Obj) -> Result<Gc<Future>, Exc> {
        if let Some(future) = Future::from_obj(awaitable) {
            return Ok(future);
        }
        match event_loop.replaced_create_task() {
            None => Ok(Task::create(event_loop, awaitable)?.future()),
            Some(fun) => {
                let task = call::call_1(fun, awaitable)?;
                Future::from_obj(task).ok_or_else(|| Error::ASYNCIO_ERR_NOT_A_FUTURE.into())
            }
        }
    }

    /// The task whose node this is.
    pub fn from_node(node: &'static Node) -> Option<Gc<Task>> {
        let is_task = ::core::ptr::eq(node.base.get().cast(), Task::ty());
        // SAFETY: an object with this type is a task, whose node is its first field.
        is_task.then(|| unsafe { Gc::assume(Obj::from_ptr(node)) })
    }

    /// Where it is in its life.
    pub fn state(&self) -> State {
        State::of(&self.node.waiters)
    }

    /// What `data` is depends on the state, see [`State`].
    pub fn data(&self) -> Obj {
        Obj::from_ptr(self.node.data.get())
    }

    /// Changes `data`.
    pub fn set_data(&self, data: Obj) {
        self.node.data.set(data.as_ptr());
    }

    /// The coroutine.
    pub fn coro(&self) -> Obj {
        Gc::<TaskExtra>::exactly(self.coro.get()).map_or(self.coro.get(), |extra| extra.coro.get())
    }
}

impl Gc<Task> {
    /// The task as the future that it is.
    pub fn future(self) -> Gc<Future> {
        // SAFETY: a task begins with a future's layout, see the assertions above.
        unsafe { Gc::assume(self.obj()) }
    }

    fn extra(self) -> Result<Gc<TaskExtra>, Exc> {
        if let Some(extra) = Gc::exactly(self.coro.get()) {
            return Ok(extra);
        }
        let extra = Gc::<TaskExtra>::new()?;
        extra.coro.set(self.coro.get());
        self.coro.set(extra.obj());
        Ok(extra)
    }

    /// Gives the task a name; None: the next number, when somebody asks.
    ///
    /// # Errors
    /// MemoryError.
    pub fn set_name(self, name: Obj) -> Result<Obj, Exc> {
        if name != Obj::NONE {
            self.extra()?.name.set(name);
        }
        Ok(Obj::NONE)
    }

    /// The name: an object, or the number of a task that nobody named (which it has from now on).
    fn name(self) -> Result<Obj, Exc> {
        let extra = self.extra()?;
        if extra.name.get().is_null() {
            extra.name.set(Obj::small_int(EventLoop::get()?.next_name()));
        }
        Ok(extra.name.get())
    }
}

handlers! {
    /// `create_task(coro, name=None)`
    fn asyncio_create_task(coro: Obj, name: Obj) -> HandlerResult {
        let task = EventLoop::get().and_then(|event_loop| {
            let task = Task::create(event_loop, coro)?;
            task.set_name(name).map(|_| task.obj())
        });
        task.into()
    }

    /// `current_task()`
    fn asyncio_current_task() -> HandlerResult {
        let task = EventLoop::existing().and_then(|l| l.current()).map(Gc::obj);
        task.ok_or_else(|| Error::ASYNCIO_ERR_NO_RUNNING_LOOP.into()).into()
    }

    /// `asyncio.core.cur_task`: the running task or None
    fn asyncio_cur_task() -> Obj {
        EventLoop::existing().and_then(|l| l.current()).map_or(Obj::NONE, Gc::obj)
    }

    /// `Task.get_coro()`
    fn asyncio_task_coro(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Task>::assume(this) }.coro()
    }

    /// `Task.get_name()`; a number stands for "Task-number".
    fn asyncio_task_get_name(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Task>::assume(this).name() }.into()
    }

    /// `Task.set_name(name)`
    fn asyncio_task_set_name(this: Obj, name: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Task>::assume(this).set_name(name) }.into()
    }

    /// `Task.data`: what it waits on, or its value (`is_value`) or exception.
    fn asyncio_task_data(this: Obj, is_value: *mut bool) -> Obj {
        // SAFETY: the glue's contract.
        let task = unsafe { Gc::<Task>::assume(this) };
        // SAFETY: the glue's contract.
        unsafe { *is_value = task.state() == State::Returned };
        task.data()
    }

    /// `Task.state`: 1 running, 0 done and retrieved, -1 done and not retrieved.
    fn asyncio_task_state(this: Obj) -> ::core::ffi::c_int {
        // SAFETY: the glue's contract.
        match unsafe { Gc::<Task>::assume(this) }.state() {
            State::Returned | State::Retrieved => 0,
            State::Raised => -1,
            _ => 1,
        }
    }

    /// `Task.ph_key`, still in microseconds.
    fn asyncio_task_deadline_us(this: Obj) -> u32 {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Task>::assume(this) }.node.deadline().as_us()
    }
}
