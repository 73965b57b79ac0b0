// Reads the generated document as types: which paths there are, what each call takes and answers.
// A path, a field or a value that the service does not know is an error of the compiler.
import type { paths } from './schema'

export type Verb = 'get' | 'post' | 'put' | 'patch'

/** The paths that can be called in this way. */
export type PathOf<V extends Verb> = {
  [Path in keyof paths]: paths[Path][V] extends { responses: unknown } ? Path : never
}[keyof paths]

type Call<Path extends keyof paths, V extends Verb> = paths[Path][V]
type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : void
type Success = 200 | 201 | 202 | 204

export type AnswerOf<Path extends keyof paths, V extends Verb> =
  Call<Path, V> extends { responses: infer Responses }
    ? { [Status in keyof Responses & Success]: Json<Responses[Status]> }[keyof Responses & Success]
    : never
export type QueryOf<Path extends keyof paths, V extends Verb> =
  Call<Path, V> extends { parameters: { query?: infer Query } } ? Extract<Query, object> : never
export type BodyOf<Path extends keyof paths, V extends Verb> =
  Call<Path, V> extends { requestBody: { content: { 'application/json': infer Body } } }
    ? Extract<Body, object>
    : undefined

/** Puts an id into the one `{…}` of a path. */
export const fill = (path: string, id: string): string => path.replace(/\{\w+\}/, encodeURIComponent(id))
