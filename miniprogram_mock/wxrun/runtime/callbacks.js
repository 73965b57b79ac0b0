// The callback manner of every asynchronous `wx` call.
export function done(options, result = {}) {
  options?.success?.(result)
  options?.complete?.(result)
}

export function failed(options, errMsg) {
  options?.fail?.({ errMsg })
  options?.complete?.({ errMsg })
}
