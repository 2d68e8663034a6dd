// SPDX-License-Identifier: MIT
//! The event loop: what is ready, what sleeps, what is blocked, and who runs.
//!
//! Every unfinished task is in exactly one place: current, ready (or in the batch being run), asleep, or
//! blocked. That is also what keeps it alive.

use super::{Future, State, Task};
use crate::compose::sleep;
use crate::io::Poller;
use crate::sched::{Clock, Instant, List, Look, NodeRef, SleepHeap, WaitList};
use crate::sync::thread_safe_flag::Pending;
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Exc, Obj, Type, call, ffi, handlers, port};
use ::core::cell::Cell;

/// The loop's whole state; one registered root reaches it.
#[repr(C)]
pub struct EventLoop {
    base: Cell<*const Type>,
    pub(super) current: Loose<Task>,
    /// What `cancel()` left for the current task, to be thrown in where it stops next; null: nothing.
    cancellation: Cell<Obj>,
    pub(super) ready: List,
    pub(super) batch: List,
    blocked: List,
    pub(super) sleepers: SleepHeap,
    /// ThreadSafeFlags that were set since the last pass.
    pub pending_flags: Pending,
    /// The sleep object that `sleep_ms()` uses over and over.
    pub sleep: Loose<sleep::Sleep>,
    /// Streams that tasks wait for.
    pub poller: Poller,
    exception_handler: Cell<Obj>,
    /// What a program (a profiler) has put in the place of `create_task()`; null: nothing.
    create_task: Cell<Obj>,
    clock: Cell<Clock>,
    /// Unfinished tasks.
    pub(super) alive: Cell<usize>,
    names: Cell<usize>,
    pub(super) thread: Cell<usize>,
    pub(super) running: Cell<bool>,
    stopping: Cell<bool>,
}

// SAFETY: begins with the type; zero is an empty loop; allocated below only.
unsafe impl Native for EventLoop {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_event_loop }
    }
}

impl EventLoop {
    /// The loop, which is made when it is first needed.
    ///
    /// # Errors
    /// MemoryError; RuntimeError if the loop runs in another thread.
    pub fn get() -> Result<Gc<EventLoop>, Exc> {
        match EventLoop::existing() {
            None => EventLoop::replace(),
            Some(event_loop) if event_loop.is_elsewhere() => Err(Error::ASYNCIO_ERR_WRONG_THREAD.into()),
            Some(event_loop) => Ok(event_loop),
        }
    }

    /// Whether the loop runs in another thread.
    pub(super) fn is_elsewhere(&self) -> bool {
        ffi::ASYNCIO_THREADS != 0 && self.running.get() && self.thread.get() != port::thread_id()
    }

    /// The loop if there is one already.
    pub fn existing() -> Option<Gc<EventLoop>> {
        // SAFETY: the slot holds null or the loop that `replace` put there.
        unsafe { (*ffi::asyncio_loop_slot).as_ref().map(|l| Gc::assume(Obj::from_ptr(l))) }
    }

    /// Puts a new loop into the place of the old one, whose tasks are let go.
    #[cold]
    #[inline(never)]
    fn replace() -> Result<Gc<EventLoop>, Exc> {
        let event_loop = Gc::<EventLoop>::with_finaliser()?;
        event_loop.clock.set(Clock::new(port::clock()));
        // Now, so that no later sleep has to allocate.
        event_loop.sleep.set(Some(Gc::new()?));
        if let Some(old) = EventLoop::existing() {
            event_loop.create_task.set(old.create_task.get());
            old.detach_all();
        }
        // SAFETY: the slot is a registered root.
        unsafe { *ffi::asyncio_loop_slot = event_loop.obj().as_ptr() };
        Ok(event_loop)
    }

    /// The task that runs.
    pub fn current(&self) -> Option<Gc<Task>> {
        self.current.get()
    }

    /// Lets `exc` be thrown into the current task where it stops next.
    pub(super) fn cancel_current(&self, exc: Exc) {
        self.cancellation.set(exc.0);
    }

    /// Whether [`EventLoop::cancel_current`] left something.
    pub(super) fn is_cancelled(&self) -> bool {
        !self.cancellation.get().is_null()
    }

    /// What it left.
    pub(super) fn take_cancellation(&self) -> Option<Exc> {
        self.cancellation.replace(Obj::NULL).non_null().map(Exc)
    }

    /// How many tasks have not ended.
    pub fn alive(&self) -> usize {
        self.alive.get()
    }

    /// Counts a new task.
    pub(super) fn task_created(&self) {
        self.alive.set(self.alive.get().wrapping_add(1));
    }

    /// The number for the next task that is asked for its name.
    pub(super) fn next_name(&self) -> usize {
        self.names.set(self.names.get().wrapping_add(1));
        self.names.get()
    }

    /// What a program has put in the place of `create_task()`.
    pub(super) fn replaced_create_task(&self) -> Option<Obj> {
        self.create_task.get().non_null()
    }

    /// Whether a loop runs.
    pub fn is_running(&self) -> bool {
        self.running.get()
    }

    /// Lets `stop()` end the loop after the present pass, or the next one's first if none runs.
    pub(super) fn stop(&self) {
        self.stopping.set(true);
    }

    pub(super) fn take_stop(&self) -> bool {
        self.stopping.replace(false)
    }

    /* Moving nodes. Each takes a node in the state its name implies. */

    /// Appends a node that is in no structure to the ready list.
    pub fn make_ready(&self, node: NodeRef) {
        State::Ready.set(node);
        self.ready.push_back(node);
    }

    /// Lets a node that is in no structure wait for the object `target`.
    pub fn block(&self, node: NodeRef, target: Obj, waiters: &WaitList) {
        waiters.push(&self.blocked, node, target.as_ptr());
        State::Blocked.set(node);
    }

    /// Lets a node that is in no structure wait for the future's end, or be ready if that has come.
    /// Afterwards `data` names the future.
    pub fn wait_for_future(&self, node: NodeRef, future: Gc<Future>) {
        if future.is_done() {
            node.data.set(future.obj().as_ptr());
            self.make_ready(node);
        } else {
            self.block(node, future.obj(), &future.waiters);
        }
    }

    /// Parks the running task where only `cancel()` or `_task_queue.push()` reaches it.
    pub fn park_forever(&self, task: Gc<Task>) {
        task.set_data(Obj::NONE);
        self.blocked.push_back(&task.get().node);
        State::Blocked.set(&task.node);
    }

    /// Puts a node that is in no structure to sleep for `delay_us` microseconds, at most
    /// [`HORIZON`](crate::sched::HORIZON).
    ///
    /// The clock's present microsecond has already begun, so it does not count: no sleep is too short.
    pub fn sleep(&self, node: NodeRef, delay_us: u32) {
        let now = port::clock();
        if self.clock.get().is_stale(now) {
            self.wake_due(now);
        }
        let deadline = Instant::from_us(now.wrapping_add(1).wrapping_add(u64::from(delay_us)));
        self.sleepers.push(node, deadline);
        State::Sleeping.set(node);
    }

    /// Takes a node out of whatever structure it is in; its state is the caller's to set.
    pub fn unlink(&self, node: NodeRef) {
        match State::of(&node.waiters) {
            State::Sleeping => self.sleepers.remove(node),
            State::Blocked => match super::wait::waiters_of(Obj::from_ptr(node.data.get())) {
                Some(waiters) => waiters.remove(node),
                None => List::remove(node),
            },
            _ => List::remove(node),
        }
    }

    /// Wakes a node wherever it waits.
    pub fn wake(&self, node: NodeRef) {
        self.unlink(node);
        self.make_ready(node);
    }

    /// Wakes all who wait in `waiters`, in the order in which they came.
    pub fn wake_all(&self, waiters: &WaitList) {
        while let Some(node) = waiters.oldest() {
            waiters.remove(node);
            self.make_ready(node);
        }
    }

    /// Lets `exc` be thrown into a task that does not run, in its next turn.
    pub fn throw(&self, task: Gc<Task>, exc: Exc) {
        let node = &task.get().node;
        match task.state() {
            // It keeps its turn.
            State::Ready | State::Throw => {}
            // A loop that was replaced had let it go.
            State::Pending => {
                self.task_created();
                self.ready.push_back(node);
            }
            State::Running => self.ready.push_back(node),
            _ => {
                self.unlink(node);
                self.ready.push_back(node);
            }
        }
        task.set_data(exc.0);
        State::Throw.set(node);
    }

    /// The next blocked node in the order of the list.
    pub(super) fn next_blocked(&self, node: NodeRef) -> Option<NodeRef> {
        self.blocked.after(node)
    }

    /// Whether somebody has a turn to take.
    pub fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// Moves who is due at `now` from the heap to the ready list.
    pub(super) fn wake_due(&self, now: u64) {
        let mut clock = self.clock.get();
        let look = clock.look(now);
        self.clock.set(clock);
        let next_due = || match look {
            Look::Now(now) => self.sleepers.pop_due(now),
            Look::AllDue => self.sleepers.pop(),
        };
        while let Some(node) = next_due() {
            self.make_ready(node);
        }
    }

    /// Calls `visit` for every node, until it answers false.
    pub(super) fn for_each_node(&self, visit: &mut dyn FnMut(NodeRef) -> bool) {
        for list in [&self.batch, &self.ready, &self.blocked] {
            let mut at = list.first();
            while let Some(node) = at {
                at = list.after(node);
                if !visit(node) {
                    return;
                }
            }
        }
        let mut at = self.sleepers.peek();
        while let Some(node) = at {
            at = self.sleepers.after(node);
            if !visit(node) {
                return;
            }
        }
    }

    /// The node that would run next.
    pub(super) fn first_scheduled(&self) -> Option<NodeRef> {
        self.batch.first().or(self.ready.first()).or(self.sleepers.peek())
    }

    /// Lets go of every node: none is linked any more, nothing will wake the tasks.
    pub(super) fn detach_all(&self) {
        while let Some(node) = self.first_scheduled().or(self.blocked.first()) {
            self.unlink(node);
            if !State::of(&node.waiters).is_done() {
                node.data.set(Obj::NONE.as_ptr());
                State::Pending.set(node);
            }
        }
        self.poller.clear();
        self.alive.set(usize::from(self.current().is_some()));
    }
}

impl Gc<EventLoop> {
    /// Hands an exception that nobody retrieved, or that a callback raised, to the exception handler.
    ///
    /// # Errors
    /// KeyboardInterrupt and the like, if the handler raises them.
    pub fn report(self, exc: Exc, future: Obj, from_callback: bool) -> Result<(), Exc> {
        let handler = self.exception_handler.get().non_null().unwrap_or(Obj::NONE);
        // SAFETY: the shim does not raise.
        Result::from(unsafe { ffi::asyncio_report(handler, exc.instance().0, future, from_callback) }).map(drop)
    }

    /// All unfinished tasks, in a list.
    ///
    /// # Errors
    /// MemoryError.
    pub(super) fn tasks(self) -> Result<Obj, Exc> {
        let list = call::list(self.alive())?;
        let mut places = call::list_items(list).iter();
        let mut add = |task: Gc<Task>| match places.next() {
            Some(place) => {
                place.set(task.obj());
                true
            }
            None => false,
        };
        if let Some(task) = self.current() {
            add(task);
        }
        self.for_each_node(&mut |node| match Task::from_node(node) {
            Some(task) if !task.state().is_done() && Some(task) != self.current() => add(task),
            _ => true,
        });
        Ok(list)
    }
}

handlers! {
    /// `new_event_loop()`
    fn asyncio_new_event_loop() -> HandlerResult {
        let made = match EventLoop::get() {
            Ok(event_loop) if event_loop.is_running() => Err(Error::ASYNCIO_ERR_NEW_LOOP_WHILE_RUNNING.into()),
            Ok(_) => EventLoop::replace().map(|_| Obj::NONE),
            Err(exc) => Err(exc),
        };
        made.into()
    }

    /// `all_tasks()`, as a list
    fn asyncio_all_tasks() -> HandlerResult {
        let tasks = match EventLoop::get() {
            Ok(event_loop) if event_loop.is_running() => event_loop.tasks(),
            Ok(_) => Err(Error::ASYNCIO_ERR_NO_RUNNING_LOOP.into()),
            Err(exc) => Err(exc),
        };
        tasks.into()
    }

    /// `asyncio.create_task`, if a program has replaced it
    fn asyncio_get_create_task() -> Obj {
        EventLoop::existing().and_then(|l| l.replaced_create_task()).unwrap_or(Obj::NULL)
    }

    /// `asyncio.create_task = fun`; null takes the native one back.
    fn asyncio_set_create_task(fun: Obj) -> HandlerResult {
        let set = EventLoop::get().map(|l| {
            l.create_task.set(fun);
            Obj::NONE
        });
        set.into()
    }

    /// `Loop.set_exception_handler(handler)`
    fn asyncio_set_exception_handler(handler: Obj) -> HandlerResult {
        let set = EventLoop::get().map(|l| {
            l.exception_handler.set(handler);
            Obj::NONE
        });
        set.into()
    }

    /// `Loop.get_exception_handler()`
    fn asyncio_get_exception_handler() -> Obj {
        EventLoop::existing().and_then(|l| l.exception_handler.get().non_null()).unwrap_or(Obj::NONE)
    }

    /// Whether a loop runs in this thread.
    fn asyncio_is_running() -> Obj {
        (EventLoop::existing().is_some_and(|l| l.is_running() && !l.is_elsewhere())).into()
    }

    /// The task that has waited longest for the object, or null.
    fn asyncio_first_waiter(this: Obj) -> Obj {
        super::wait::waiters_of(this).and_then(first_task).map_or(Obj::NULL, Gc::obj)
    }
}

/// The first task among waiters.
pub fn first_task(waiters: &WaitList) -> Option<Gc<Task>> {
    waiters.oldest().and_then(Task::from_node)
}
