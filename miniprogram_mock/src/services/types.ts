// Short names for what the generated document calls components['schemas'][…].
import type { components } from './schema'

type Schemas = components['schemas']

export type Me = Schemas['MeView']
export type SignedIn = Schemas['SignedInView']
export type PlatformLogin = Schemas['MiniProgramView']
export type Tokens = Schemas['TokensView']
export type CodeSent = Schemas['CodeSentView']
export type Account = Schemas['AccountView']
export type Entry = Schemas['EntryView']
export type Summary = Schemas['SummaryView']
export type Look = Schemas['AccessView']
export type Binding = Schemas['BindingView']
export type MaskedPerson = Schemas['MaskedPerson']
export type Relation = Binding['relation']
export type Eligibility = Schemas['Eligibility']
export type CodeRequest = Schemas['CodeRequest']
export type BindingRequest = Schemas['BindingRequest']
export type BindingChange = Schemas['BindingChange']
export type Quota = Schemas['QuotaView']
export type QuotaDraw = Schemas['QuotaDrawView']
export type QuotaEligibility = Schemas['QuotaEligibilityView']
export type QuotaRequest = Schemas['QuotaRequest']
export type ReceivedQuota = Schemas['ReceivedQuotaView']
export type Entitlements = Schemas['EntitlementsView']
export type Entitled = Schemas['EntitledView']
export type Meter = Schemas['MeterView']
export type Estimate = Schemas['EstimateView']
export type EstimateRequest = Schemas['EstimateBody']
export type EstimatedLeg = Schemas['EstimatedLegView']
export type Bill = Schemas['BillView']
export type Receipt = Schemas['ReceiptView']
export type Product = Schemas['ProductView']
export type Payable = Schemas['PayableView']
export type PaymentRequest = Schemas['PaymentRequest']
export type PaymentOutcome = Schemas['PayingView']
export type Payment = Schemas['PaymentView']
export type RefundReason = Schemas['RefundRequest']['reason']
export type InsuranceCode = Schemas['InsuranceCodeView']
export type Qualification = Schemas['QualificationView']
export type RelativesQualifications = Schemas['RelativesQualificationsView']
export type DiseaseList = Schemas['DiseaseListView']
export type ServiceStatus = Schemas['ServiceStatusView']
export type Notice = Schemas['NoticeView']
export type Message = Schemas['MessageView']
export type MessageSettings = Schemas['MessageSettingsView']
export type Device = Schemas['DeviceView']
export type Place = Schemas['PlaceView']
export type Office = Schemas['OfficeView']
export type Policy = Schemas['PolicyView']
export type Edition = Schemas['EditionView']
/** One parameter of policy in words. */
export type Rule = Schemas['ParameterView']
export type Citation = Schemas['CitationView']
export type Problem = Schemas['ProblemView']
export type Persona = Required<Schemas['PersonaView']>
export type SandboxInstitution = Required<Schemas['SandboxInstitutionView']>
export type SandboxItem = Required<Schemas['SandboxItemView']>
export type SandboxText = Required<Schemas['TextView']>
export type LedgerLine = Schemas['LedgerLineView']
export type Clock = Required<Schemas['ClockView']>
export type Check = Required<Schemas['CheckView']>

/** Every list of the service. */
export interface Listing<Item> {
  items: Item[]
  next: string | null
}
