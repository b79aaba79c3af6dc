/** What an aborted analysis rejects with. Whoever never aborts does not load the core for it. */
export async function abortError({ reason }: AbortSignal): Promise<Error> {
  const { AegisError } = await import('@aegis/core')
  return new AegisError('ABORTED', 'The analysis of a statement was aborted by its caller.', {
    cause: reason,
  })
}
