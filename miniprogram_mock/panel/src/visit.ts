// One patient at one till: identified, tried, settled, cancelled, through the real gateway.
import type { SandboxInstitution } from '@/services/types'
import type { Output } from './bill'
import { stamp, transact } from './gateway'

const DIAGNOSIS = { code: 'I10.x00', name: '原发性高血压' }
const DEPARTMENT = { code: 'A03', name: '内科' }
const DOCTOR = { code: 'D430001', name: '沙盒医师' }
const FEES = ['fulamt_ownpay_amt', 'overlmt_selfpay', 'preselfpay_amt', 'inscp_scp_amt'] as const

export interface Line {
  code: string
  name: string
  count: number
  priceFen: number
}
export interface Credential {
  kind: '01' | '02'
  number: string
  idNumber: string
  name: string
}
export interface Wish {
  institution: SandboxInstitution
  credential: Credential
  lines: Line[]
  medType: '11' | '14' | '41'
  disease: string
  accountFlag: '0' | '1' | '2'
}
interface Insurance {
  insutype: string
  psn_type: string
  psn_insu_stas: string
  insuplc_admdvs: string
}
interface Identified {
  baseinfo: { psn_no: string; psn_name: string; certno: string }
  insuinfo: Insurance[]
}

export class Visit {
  patient = ''
  private psnNo = ''
  private certNo = ''
  private mdtrtId = ''
  private insurance!: Insurance
  private tried: Output | null = null
  private settled: Output | null = null

  constructor(readonly wish: Wish) {}

  /** Identification and, at a hospital, registration, diagnosis and lines; then the trial. */
  async trial(): Promise<Output> {
    await this.identify()
    if (!this.isPharmacy) await this.register()
    this.tried = await this.send<Output>(this.isPharmacy ? '2101' : '2206', await this.bill())
    return this.tried
  }

  async settle(): Promise<Output> {
    const tried = this.tried ?? (await this.trial())
    const input = await this.bill()
    if (!this.isPharmacy) {
      FEES.forEach((fee) => Object.assign(input.data as object, { [fee]: tried.setlinfo[fee] }))
    }
    this.settled = await this.send<Output>(this.isPharmacy ? '2102' : '2207', input)
    return this.settled
  }

  async cancel(): Promise<Output> {
    const { setl_id, mdtrt_id } = this.settled!.setlinfo
    const data = { setl_id, mdtrt_id, psn_no: this.psnNo }
    return this.send<Output>(this.isPharmacy ? '2103' : '2208', { data })
  }

  private get isPharmacy(): boolean {
    return this.wish.institution.kind === 'pharmacy'
  }

  private send<Told>(infno: string, input: object): Promise<Told> {
    return transact<Told>(infno, this.wish.institution, input, this.insurance?.insuplc_admdvs)
  }

  private async identify(): Promise<void> {
    const data = {
      ...this.shown(),
      psn_cert_type: '01',
      certno: this.wish.credential.idNumber,
      psn_name: this.wish.credential.name,
    }
    const found = await this.send<Identified>('1101', { data })
    this.psnNo = found.baseinfo.psn_no
    this.certNo = found.baseinfo.certno
    this.patient = found.baseinfo.psn_name
    const inForce = found.insuinfo.find((row) => String(row.psn_insu_stas) === '1')
    this.insurance = inForce ?? found.insuinfo[0]
  }

  private async register(): Promise<void> {
    const at = await stamp()
    const number = `${this.wish.institution.code}${at.replace(/\D/g, '')}${Math.floor(Math.random() * 1000)}`
    const data = {
      psn_no: this.psnNo,
      insutype: this.insurance.insutype,
      begntime: at,
      ipt_otp_no: number,
      atddr_no: DOCTOR.code,
      dr_name: DOCTOR.name,
      dept_code: DEPARTMENT.code,
      dept_name: DEPARTMENT.name,
      caty: DEPARTMENT.code,
      psn_type: this.insurance.psn_type,
      ...this.shown(),
      ...this.person(),
    }
    const opened = await this.send<{ data: { mdtrt_id: string } }>('2201', { data })
    this.mdtrtId = opened.data.mdtrt_id
    await this.describe(at)
    await this.upload(at)
  }

  private async describe(at: string): Promise<void> {
    const disease = this.wish.disease
    const mdtrtinfo = {
      mdtrt_id: this.mdtrtId,
      psn_no: this.psnNo,
      med_type: this.wish.medType,
      begntime: at,
      dise_codg: disease || DIAGNOSIS.code,
      dise_name: disease || DIAGNOSIS.name,
    }
    const diseinfo = {
      diag_type: '1',
      diag_srt_no: 1,
      diag_code: DIAGNOSIS.code,
      diag_name: DIAGNOSIS.name,
      diag_dept: DEPARTMENT.name,
      dise_dor_no: DOCTOR.code,
      dise_dor_name: DOCTOR.name,
      diag_time: at,
      vali_flag: '1',
    }
    await this.send('2203', { mdtrtinfo, diseinfo: [diseinfo] })
  }

  private async upload(at: string): Promise<void> {
    const about = {
      mdtrt_id: this.mdtrtId,
      psn_no: this.psnNo,
      chrg_bchno: '1',
      dise_codg: this.wish.disease,
      bilg_dept_codg: DEPARTMENT.code,
      bilg_dept_name: DEPARTMENT.name,
      bilg_dr_codg: DOCTOR.code,
      bilg_dr_name: DOCTOR.name,
      hosp_appr_flag: '0',
    }
    await this.send('2204', { feedetail: this.rows(at).map((row) => ({ ...row, ...about })) })
  }

  private async bill(): Promise<Record<string, unknown>> {
    const at = await stamp()
    const total = this.wish.lines.reduce((sum, line) => sum + line.count * line.priceFen, 0)
    const common = {
      psn_no: this.psnNo,
      ...this.shown(),
      ...this.person(),
      psn_type: this.insurance.psn_type,
      insutype: this.insurance.insutype,
      medfee_sumamt: total / 100,
      acct_used_flag: this.wish.accountFlag,
      med_type: this.wish.medType,
      invono: '',
    }
    if (this.isPharmacy) {
      const druginfo = { ...common, begntime: at, dise_codg: this.wish.disease }
      return { druginfo, drugdetail: this.rows(at) }
    }
    return { data: { ...common, mdtrt_id: this.mdtrtId, chrg_bchno: '1', psn_setlway: '01' } }
  }

  private rows(at: string): object[] {
    return this.wish.lines.map((line, index) => ({
      feedetl_sn: String(index + 1),
      rx_circ_flag: '0',
      fee_ocur_time: at,
      med_list_codg: line.code,
      medins_list_codg: line.code,
      det_item_fee_sumamt: (line.count * line.priceFen) / 100,
      cnt: line.count,
      pric: line.priceFen / 100,
    }))
  }

  private shown(): object {
    const { kind, number } = this.wish.credential
    return { mdtrt_cert_type: kind, mdtrt_cert_no: number, card_sn: '' }
  }

  private person(): object {
    return { psn_cert_type: '01', certno: this.certNo, psn_name: this.patient }
  }
}
