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
  channel medium
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
  height size
  hired joined
  image picture photo bild
  invoice bill rechnung facture factura
  item article artikel
  language locale
  last family surname apellido nachname
  level tier grade
  link url uri href
  location site place
  machine unit
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
  role position job
  route path
  salary wage pay gehalt
  session visit
  shop store outlet branch
  state province bundesland
  status state
  street strasse rue calle
  supplier vendor lieferant fournisseur proveedor
  tax vat mwst iva tva
  terminated left
  title headline subject
  total overall
  trip ride journey
  type kind
  user member login
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
  first last middle
  begin end
  minimum maximum average total median
  created updated deleted
  billing shipping
  home work
  latitude longitude
  source destination target
  parent child
  gross net
  buy sell
  debit credit
  in out
  width height length depth
  opened closed
  planned actual
  previous next
  sender receiver recipient
  origin destination
  usd eur gbp jpy chf cents
  kg lb g
  seconds milliseconds minutes hours days
  year month week day hour
  count amount
  x y z
  open close high low
  before after
  male female
  inbound outbound
  mobile landline fax
  primary secondary
  identifier name code
`)
const GROUP = new Map(EXCLUSIVE.flatMap((words, group) => words.map((word) => [word, group] as const)))

/** The group of words that exclude this one; null: none. */
export function exclusiveGroup(word: string): number | null {
  return GROUP.get(word) ?? null
}

const UNITS = new Set(
  wordsOf(
    'cents usd eur gbp jpy kg lb g km m cm mm mile percent milliseconds seconds minutes hours days bytes kb mb gb',
  ),
)

export function isUnit(word: string): boolean {
  return UNITS.has(word)
}
