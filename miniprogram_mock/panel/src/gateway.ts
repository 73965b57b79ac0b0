// The institution's side of the designated-institution interface: envelope out, output or refusal.
import type { SandboxInstitution } from '@/services/types'
import { reach, Refused } from './service'
import { readNow } from './world'

const SERVICE = '/fsi/api/rsfComIfsService/callService'
const SUCCESS = 0
const SERIALS = 10_000

interface Reply {
  infcode: number
  err_msg: string
  output: Record<string, unknown>
}

let serial = Math.floor(Math.random() * SERIALS)

/** `yyyy-MM-dd HH:mm:ss` of the business clock, which is the only clock here. */
export async function stamp(): Promise<string> {
  return (await readNow()).slice(0, 19).replace('T', ' ')
}

function newMessageId(institution: SandboxInstitution, at: string): string {
  serial = (serial + 1) % SERIALS
  return institution.code + at.replace(/\D/g, '') + String(serial).padStart(4, '0')
}

/** The output of a transaction; throws Refused with the code and the sentence of a refusal. */
export async function transact<Output>(
  infno: string,
  institution: SandboxInstitution,
  input: object,
  insuredAt = '',
): Promise<Output> {
  const at = await stamp()
  const envelope = {
    infno,
    msgid: newMessageId(institution, at),
    mdtrtarea_admvs: institution.area,
    insuplc_admdvs: insuredAt,
    recer_sys_code: '99',
    dev_no: '',
    dev_safe_info: '',
    cainfo: '',
    signtype: '',
    infver: '1.0.0',
    opter_type: '1',
    opter: '0001',
    opter_name: '收费员',
    inf_time: at,
    fixmedins_code: institution.code,
    fixmedins_name: institution.name,
    sign_no: '',
    input,
  }
  const answer = await reach(SERVICE, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(envelope),
  })
  const reply = (await answer.json()) as Reply
  if (reply.infcode !== SUCCESS) throw new Refused(`${infno} ${reply.err_msg}`)
  return reply.output as Output
}
