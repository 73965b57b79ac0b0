// A dialog in the browser: keyboard and screen reader stay inside it, as `aria-modal` promises.

const REACHABLE = '[tabindex="0"], input'

/** Moves the focus into `box`, Escape calls `cancel`; returns what gives the focus back. */
export function holdFocus(box: HTMLElement, cancel: () => void): () => void {
  const before = document.activeElement as HTMLElement | null

  function press(event: KeyboardEvent): void {
    if (event.key === 'Escape') cancel()
    if (event.key !== 'Tab') return
    event.preventDefault()
    const stops = [...box.querySelectorAll<HTMLElement>(REACHABLE)]
    const at = stops.indexOf(document.activeElement as HTMLElement)
    const step = event.shiftKey ? -1 : 1
    const next = at < 0 && event.shiftKey ? stops.length - 1 : at + step
    stops[(next + stops.length) % stops.length]?.focus()
  }

  document.addEventListener('keydown', press)
  box.tabIndex = -1
  box.focus()
  return () => {
    document.removeEventListener('keydown', press)
    before?.focus()
  }
}
