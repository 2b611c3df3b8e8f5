//! What belongs to one environment: the main thread, or a worker.

use std::cell::Cell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use commet_webhooks::Webhooks;
use napi_sys::{Status, napi_callback, napi_callback_info, napi_env, napi_ref, napi_value};

use crate::calls;
use crate::scratch::Scratch;
use crate::value::{FAULT, Value, integer};

/// Kept until the environment ends.
pub(crate) struct Environment {
    scratch: Scratch,
    /// What keeps the scratch where it is.
    reference: napi_ref,
    /// Whether the last text had characters beyond ASCII.
    pub(crate) wide: Cell<bool>,
    /// Verifiers by number.
    verifiers: Vec<Option<Webhooks>>,
    /// The numbers of those that are gone, to be used again.
    free: Vec<usize>,
}

impl Environment {
    /// The scratch from a place on.
    pub(crate) fn scratch(&self) -> Scratch {
        self.scratch
    }

    pub(crate) fn verifier(&self, number: usize) -> Option<&Webhooks> {
        self.verifiers.get(number)?.as_ref()
    }

    pub(crate) fn add(&mut self, verifier: Webhooks) -> i32 {
        let number = self.free.pop().unwrap_or_else(|| {
            self.verifiers.push(None);
            self.verifiers.len() - 1
        });
        self.verifiers[number] = Some(verifier);
        i32::try_from(number).unwrap_or(FAULT)
    }

    /// Puts another verifier in the place of one.
    pub(crate) fn replace(&mut self, number: usize, verifier: Webhooks) -> Option<i32> {
        *self.verifiers.get_mut(number)? = Some(verifier);
        Some(0)
    }

    pub(crate) fn remove(&mut self, number: usize) {
        if self.verifiers.get_mut(number).and_then(Option::take).is_some() {
            self.free.push(number);
        }
    }

    /// Takes a typed array as the scratch from now on, and lets the previous one go.
    pub(crate) fn set_scratch(&mut self, env: napi_env, array: Value) -> Option<()> {
        let (start, length) = array.bytes()?;
        let mut reference = ptr::null_mut();
        // SAFETY: a value of this call, and the address of a reference.
        let status = unsafe { napi_sys::napi_create_reference(env, array.raw(), 1, &raw mut reference) };
        if status != Status::napi_ok {
            return None;
        }
        let previous = std::mem::replace(&mut self.reference, reference);
        if !previous.is_null() {
            // SAFETY: a reference of this environment, which nobody uses any more.
            unsafe { napi_sys::napi_delete_reference(env, previous) };
        }
        // SAFETY: the reference keeps the array, which the package gives to nobody else.
        self.scratch = unsafe { Scratch::new(start, length) };
        Some(())
    }
}

/// The arguments of a call.
pub(crate) struct Call<'c> {
    pub(crate) env: napi_env,
    pub(crate) environment: &'c mut Environment,
    arguments: [napi_value; ARGUMENTS],
    count: usize,
}

/// The most arguments that any of the functions takes.
const ARGUMENTS: usize = 9;

impl Call<'_> {
    /// How many arguments there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// An argument; undefined where there is none.
    pub(crate) fn argument(&self, index: usize) -> Value {
        // SAFETY: Node fills in all arguments of the current call.
        unsafe { Value::new(self.env, self.arguments[index]) }
    }
}

/// Makes a callback for Node of one of the calls: what a panic becomes is `FAULT`.
macro_rules! callback {
    ($call:path) => {{
        unsafe extern "C" fn callback(env: napi_env, info: napi_callback_info) -> napi_value {
            // SAFETY: Node passes the environment and the call.
            unsafe { enter(env, info, $call) }
        }
        Some(callback as _)
    }};
}

/// # Safety
///
/// The environment and the call are those that Node has just passed.
unsafe fn enter(
    env: napi_env,
    info: napi_callback_info,
    call: fn(&mut Call<'_>) -> napi_value,
) -> napi_value {
    let mut arguments = [ptr::null_mut(); ARGUMENTS];
    let (mut count, mut data) = (ARGUMENTS, ptr::null_mut::<c_void>());
    // SAFETY: addresses for what is asked for, and room for as many arguments as `count` says.
    let status = unsafe {
        napi_sys::napi_get_cb_info(
            env,
            info,
            &raw mut count,
            arguments.as_mut_ptr(),
            ptr::null_mut(),
            &raw mut data,
        )
    };
    // SAFETY: the data of each function is the environment's, which lives until no function is called
    // any more; and no call is made within another.
    let environment = unsafe { data.cast::<Environment>().as_mut() };
    let (Status::napi_ok, Some(environment)) = (status, environment) else {
        return integer(env, FAULT);
    };
    let mut arguments = Call { env, environment, arguments, count };
    catch_unwind(AssertUnwindSafe(|| call(&mut arguments))).unwrap_or_else(|_| integer(env, FAULT))
}

/// Gives JavaScript its functions.
///
/// # Safety
///
/// The environment and the object for exports are those that Node has just passed.
pub(crate) unsafe fn register(env: napi_env, exports: napi_value) -> Option<()> {
    let functions: [(&str, napi_callback); 8] = [
        ("setScratch", callback!(calls::set_scratch)),
        ("addVerifier", callback!(calls::add_verifier)),
        ("addSecret", callback!(calls::add_secret)),
        ("removeVerifier", callback!(calls::remove_verifier)),
        ("sign", callback!(calls::sign)),
        ("verify", callback!(calls::verify)),
        ("parse", callback!(calls::parse)),
        ("receive", callback!(calls::receive)),
    ];
    let environment = Box::new(Environment {
        scratch: Scratch::NONE,
        reference: ptr::null_mut(),
        wide: Cell::new(false),
        verifiers: Vec::new(),
        free: Vec::new(),
    });
    let environment = Box::into_raw(environment).cast::<c_void>();
    // SAFETY: the box is given to Node, which gives it back to `release` when the environment ends.
    let status =
        unsafe { napi_sys::napi_set_instance_data(env, environment, Some(release), ptr::null_mut()) };
    if status != Status::napi_ok {
        return None;
    }
    for (name, callback) in functions {
        let length = isize::try_from(name.len()).ok()?;
        let mut function = ptr::null_mut();
        // SAFETY: a name of that length, and a callback that knows its data.
        let status = unsafe {
            napi_sys::napi_create_function(
                env,
                name.as_ptr().cast(),
                length,
                callback,
                environment,
                &raw mut function,
            )
        };
        if status != Status::napi_ok {
            return None;
        }
        let property = napi_sys::napi_property_descriptor {
            utf8name: ptr::null(),
            name: crate::value::string(env, name),
            method: None,
            getter: None,
            setter: None,
            value: function,
            attributes: napi_sys::PropertyAttributes::enumerable,
            data: ptr::null_mut(),
        };
        // SAFETY: one property, with values of this call.
        let status = unsafe { napi_sys::napi_define_properties(env, exports, 1, &raw const property) };
        if status != Status::napi_ok {
            return None;
        }
    }
    Some(())
}

/// Frees what belongs to an environment that has ended; the secrets in it are zeroed.
unsafe extern "C" fn release(_: napi_env, environment: *mut c_void, _: *mut c_void) {
    // SAFETY: the box that `register` gave to Node, which gives it back once.
    drop(unsafe { Box::from_raw(environment.cast::<Environment>()) });
}
