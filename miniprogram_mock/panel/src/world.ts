// What the whole panel shares: who there is, where they go, what time it is.
import { reactive } from 'vue'
import type { Persona, SandboxInstitution, SandboxItem } from '@/api/types'
import { sandbox } from './service'

const TICK_MS = 15_000

export const world = reactive({
  personas: [] as Persona[],
  institutions: [] as SandboxInstitution[],
  catalogue: [] as SandboxItem[],
  persona: null as Persona | null,
  now: '',
  running: true,
  trouble: '',
})

/** Everything anew, as after a reset. */
export async function readWorld(): Promise<void> {
  await guarded(async () => {
    const [personas, institutions, catalogue] = await Promise.all([
      sandbox.personas(),
      sandbox.institutions(),
      sandbox.catalogue(),
    ])
    world.personas = personas.items
    world.institutions = institutions.items
    world.catalogue = catalogue.items
    await readNow()
  })
}

export async function readNow(): Promise<string> {
  world.now = (await sandbox.status()).now
  return world.now
}

export function keepTime(): void {
  setInterval(() => void guarded(readNow), TICK_MS)
}

/** Runs something and keeps what went wrong in `world.trouble`, where the panel shows it. */
export async function guarded<Told>(work: () => Promise<Told>): Promise<Told | undefined> {
  try {
    const told = await work()
    world.trouble = ''
    return told
  } catch (thrown) {
    world.trouble = thrown instanceof Error ? thrown.message : String(thrown)
    return undefined
  }
}
