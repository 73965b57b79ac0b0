// What the whole panel shares: who there is, where they go, what time it is.
import { reactive } from 'vue'
import type { Persona, SandboxInstitution, SandboxItem } from '@/services/types'
import { reloadPhone } from './phone'
import { sandbox } from './service'

const TICK_MS = 15_000

export const world = reactive({
  personas: [] as Persona[],
  institutions: [] as SandboxInstitution[],
  catalogue: [] as SandboxItem[],
  now: '',
  running: true,
  trouble: '',
  /** How often everything was begun anew, whereupon nothing of before can be cancelled. */
  resets: 0,
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

/** After money or time has moved: the phone and everybody's balance are read anew. */
export async function showChange(): Promise<void> {
  reloadPhone()
  const personas = await watched(sandbox.personas)
  if (personas) world.personas = personas.items
}

export async function readNow(): Promise<string> {
  Object.assign(world, await sandbox.clock())
  return world.now
}

export function keepTime(): void {
  setInterval(() => void watched(readNow), TICK_MS)
}

/** Does what the tester asked for; what went wrong with it stands in `world.trouble`. */
export async function guarded<Told>(work: () => Promise<Told>): Promise<Told | undefined> {
  world.trouble = ''
  try {
    return await work()
  } catch (thrown) {
    world.trouble = thrown instanceof Error ? thrown.message : String(thrown)
    return undefined
  }
}

/** Does what nobody asked for, such as reading the clock: what goes wrong shows in what is old. */
export const watched = <Told>(work: () => Promise<Told>): Promise<Told | undefined> => work().catch(() => undefined)
