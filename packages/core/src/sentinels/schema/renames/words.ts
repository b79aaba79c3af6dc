/** Words are compared in the singular. */
export function singular(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  const isPlural = word.length > 3 && word.endsWith('s') && !/(ss|us|is)$/.test(word)
  return isPlural ? word.slice(0, -1) : word
}

function wordsOf(text: string): readonly string[] {
  return text.trim().split(' ').map(singular)
}

function lines(text: string): readonly (readonly string[])[] {
  return text.trim().split('\n').map(wordsOf)
}

// What data people write for the same thing in a column's name: the first word of a line is the one the others stand for.

const ABBREVIATIONS = lines(`
  authorized authorised
  battery batt
  catalog catalogue
  center centre
  check cheque
  color colour
  favorite favourite
  firmware fw
  hardware hw
  labor labour
  license licence
  program programme
  software sw
  account acct acc accnt
  address addr adr
  amount amt
  application app
  approximate approx
  average avg mean
  balance bal
  birth dob
  building bldg
  category cat categ
  code cd
  column col
  company co comp
  configuration config cfg conf
  contact cntct
  count cnt ct
  country ctry cntry
  created crt cre
  currency curr ccy cur
  customer cust cstmr
  date dt
  day dy
  deleted del
  department dept
  description desc descr dscr
  destination dest dst
  device dev
  discount disc dscnt
  distance dist
  document doc
  duration dur
  effective eff
  employee emp empl
  environment env
  error err
  event evt
  expiry exp expiration expires
  external ext
  first fst
  flag flg fl ind indicator
  frequency freq
  group grp
  height ht
  hour hr
  identifier id ident
  image img
  information info
  internal int
  invoice inv
  language lang
  last lst
  latitude lat
  level lvl
  location loc
  longitude lng lon long
  manager mgr
  maximum max
  message msg
  milliseconds ms millis
  minimum min
  minutes mins
  modified mod
  month mth mo
  name nm
  number num no nbr nr
  object obj
  order ord
  organization org organisation
  original orig
  parent par
  password pwd passwd
  payment pmt pymt pay
  percent pct perc percentage
  person pers
  phone ph tel telephone
  picture pic
  position pos
  postal zip postcode zipcode
  previous prev
  price prc
  product prod prd
  quantity qty qnty
  reference ref
  region reg rgn
  registration regn
  request req
  response resp
  result res
  revenue rev
  seconds secs sec
  sequence seq
  session sess
  shipment shpmt
  shipping ship
  source src
  standard std
  statistics stats
  status sts stat
  street st str
  target tgt
  temperature temp
  temporary tmp
  timestamp ts tstamp
  total tot ttl
  transaction txn trx trans tx
  type typ
  updated upd
  user usr
  value val
  vendor vend
  version ver
  warehouse wh whs
  week wk
  weight wt wgt
  width wd
  year yr
`)

const SYNONYMS = lines(`
  assignee owner responsible
  barcode ean upc gtin
  batch lot
  count number n
  course class
  description detail text body
  identifier key ref
  manufacturer maker producer
  maximum peak highest
  minimum lowest
  mobile cell cellphone
  priority severity urgency
  registered enrolled
  resolved solved
  sensor probe
  stock inventory
  student pupil learner
  teacher instructor professor tutor
  ticket issue
  uuid guid
  visitor guest
  active enabled live
  ad advert advertisement
  agent rep representative
  amount sum betrag montant importe
  arrival eta arrive arrived
  author writer
  balance saldo solde
  begin start started begun beginning
  birth birthday birthdate born
  brand make
  campaign promotion promo
  cancelled canceled void voided
  carrier shipper courier
  category class segment group
  city town municipality stadt ort ville ciudad
  claim case
  closed completed done
  coupon voucher
  comment note remark
  company firm business
  country nation land pais pays
  created inserted added
  customer client buyer shopper kunde cliente
  date datum fecha
  deleted removed
  delivered shipped dispatched
  delivery shipment dispatch lieferung
  discount rebate reduction rabatt remise descuento
  driver rider
  email mail correo
  employee staff worker mitarbeiter empleado employe
  end finish finished stop stopped ended
  fee charge
  first given fore forename prenom vorname
  gender sex geschlecht sexo
  hired joined
  image picture photo bild
  invoice bill rechnung facture factura
  item article artikel
  language locale
  last family surname apellido nachname
  level tier grade
  link url uri href
  location site place
  manager supervisor boss
  member subscriber
  modified updated changed edited
  name nombre nom
  number nummer numero
  order bestellung commande pedido purchase
  organization company
  paid settled
  parent super
  patient subject
  physician doctor provider
  player gamer
  postal zip plz
  price preis prix precio
  product produkt produit producto
  quantity menge quantite cantidad units
  rating score
  reading measurement measured
  revenue sale turnover income umsatz
  route path
  salary wage pay gehalt
  session visit
  shop store outlet branch
  state province bundesland
  street strasse rue calle
  supplier vendor lieferant fournisseur proveedor
  tax vat mwst iva tva
  title headline subject
  total overall
  trip ride journey
  type kind
  user member
  vehicle car truck
  warehouse depot
  weight mass gewicht
  year jahr
`)

function conceptsOf(groups: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [concept, ...others] of groups) {
    for (const word of others) if (concept !== undefined && !found.has(word)) found.set(word, concept)
  }
  return found
}

const FULL_WORD = conceptsOf(ABBREVIATIONS)
const CONCEPT = conceptsOf(SYNONYMS)

/** An abbreviation in full; any other word as it is. */
export function fullWord(word: string): string {
  return FULL_WORD.get(word) ?? word
}

/** One word for all synonyms; any other word as it is. */
export function conceptOf(word: string): string {
  return CONCEPT.get(word) ?? word
}

/** Words that say little about which column it is: of the same table many have them. */
const PALE = new Set(
  wordsOf(
    'identifier key code name number value flag date time timestamp type text at on by in of is has was to from the and for amount sk pk fk uid uuid guid',
  ),
)
/** Words that say nothing: marks of a version, a layer or a load. */
const EMPTY = new Set(
  wordsOf(
    'old new v v1 v2 v3 raw stg src tmp temporary x dim fct fact col column field fld legacy deprecated orig original final clean cleaned current t s utc tz',
  ),
)

/** How much a word says about which column it is, 0..1. */
export function weightOf(word: string): number {
  if (EMPTY.has(word)) return 0.1
  return PALE.has(word) || /^\d+$/.test(word) ? 0.4 : 1
}

/** Names that were never meant to say anything: `attr3`, `c7`, `misc`. */
const PLACEHOLDERS = new Set(
  wordsOf(
    'attribute attr c col column custom extra f field foo bar misc param prop property stuff temp thing value var',
  ),
)

/** Nothing in the name says what the column holds. */
export function isPlaceholder(words: readonly string[]): boolean {
  return words.every((word) => PLACEHOLDERS.has(word) || /^\d+$/.test(word))
}

/** Words of one line exclude each other: a column with one is not the column with another under a new name. */
const EXCLUSIVE = lines(`
  first second third last middle
  begin end
  minimum maximum average median
  created updated deleted
  billing shipping
  home work
  latitude longitude altitude
  source destination target
  parent child
  gross net
  buy sell
  buyer seller
  payer payee
  employer employee
  debit credit
  income expense
  from to by for up in out
  width height length depth
  opened closed
  planned actual
  previous next old new current original
  raw clean
  sender receiver recipient
  origin destination
  usd eur gbp jpy chf
  year month week day hour
  mtd qtd ytd
  count amount
  x y z
  open close high low
  before after
  north south east west
  mother father
  male female
  inbound outbound
  incl excl
  mobile landline fax
  primary secondary
  identifier name code path
  accepted rejected approved declined
`)
const GROUP = new Map(EXCLUSIVE.flatMap((words, group) => words.map((word) => [word, group] as const)))

/** The group of words that exclude this one; null: none. */
export function exclusiveGroup(word: string): number | null {
  return GROUP.get(word) ?? null
}

/** What a value is measured in; money of another currency is another amount, money that merely names its currency is the same. */
const UNITS = new Set(
  wordsOf(
    'cents kg lb g km m cm mm mile percent milliseconds ms s seconds minutes hours days bytes kb mb gb celsius fahrenheit c f',
  ),
)

export function isUnit(word: string): boolean {
  return UNITS.has(word)
}

/** A part of another unit: whoever adds it to a name changes the values. */
export function isSubunit(word: string): boolean {
  return word === 'cent' || word === 'percent'
}

/** Added to a name, these make it another thing: `revenue`, `revenue_target`. */
const CHANGES_MEANING = new Set(
  wordsOf(
    'average budget change delta diff difference error estimate expected forecast goal hash hashed item limit masked maximum minimum parent planned ratio rank reason refund refunded share target tax variance',
  ),
)

export function changesMeaning(word: string): boolean {
  return CHANGES_MEANING.has(word)
}

const PREFIXES = 'un in im ir non dis de ex en off on out up down over under pre post con sub re'.split(' ')

/** A word without one prefix that may turn its meaning round; null: it has none. */
function stems(word: string): readonly string[] {
  return PREFIXES.flatMap((prefix) =>
    word.startsWith(prefix) && word.length - prefix.length >= 3 ? [word.slice(prefix.length)] : [],
  )
}

/** `active` and `inactive`, `imported` and `exported`: the same word but for a prefix that turns it round. */
export function areOpposites(a: string, b: string): boolean {
  if (a === b) return false
  const [ofA, ofB] = [stems(a), stems(b)]
  return ofA.includes(b) || ofB.includes(a) || ofA.some((stem) => ofB.includes(stem))
}

/** Words that are no short form of longer ones which begin alike: `car` of `carrier`. */
const WHOLE = new Set(
  wordsOf(
    'age air art bank bar base bill book bus cap car card care cart cash cost count day face farm fee file form game gas goal hand head home hot land law lead leg line list loan lot mail man map mark mile mode net node note page part pass path pay plan plant play pool port post power press product quest race rail rate rent ride risk road role room rule run sale score sea seat set shop show side site size sport star stock store sub sum tax team term test text time tool top trade train trip unit use view wage wait war ward way web win wind word work yard zone',
  ),
)

const KNOWN = new Set([
  ...[...ABBREVIATIONS, ...SYNONYMS, ...EXCLUSIVE].flat(),
  ...WHOLE,
  ...wordsOf(
    'accuracy address analysis area article attribute audience background batch benefit browser budget business calendar campaign capacity cargo carrier catalog center charge check child client code commission complaint component condition contact contract cookie county country course court credit crew cycle data database deal dealer debt decision depth design detail diagnosis direction doctor domain edition effect energy engine entry estimate event exchange expense feature field finance fleet flight floor forecast format fraud fuel function fund gender growth guest guide health history holiday hospital hotel house impact index industry inspection insurance interest inventory issue journey label latency lease legal length license lift limit link load logic login logistics machine maintenance margin market match material measure media medication member merchant meter method metric model module movement network notice office offer operation operator option outcome output owner package panel partner party passenger pattern payload payroll performance period permit phase plant platform policy population premium prescription presence pressure priority process profile profit program progress project property provider publisher purchase quality quantity quarter query queue quote range rank reaction reading receipt recipient record recovery referral relation release rental repair reply report request reserve resource response retention return review reward sample satisfaction schedule school scope search season section sector security segment sensor server service settlement shelf shift signal skill solution source speed staff stage standard station storage strategy student subject subscription success supplier supply support survey system table tariff task taxi template tenant territory theme therapy ticket token topic tour tracking traffic training transfer transition translation transport travel treatment trend trial update upgrade usage user utility vehicle version visit visitor voucher volume waiting warehouse weather website width window worker zone attention creation station statue statute conversion conversation',
  ),
])

export function isKnownWord(word: string): boolean {
  return KNOWN.has(word)
}

export function isWholeWord(word: string): boolean {
  return WHOLE.has(word)
}
