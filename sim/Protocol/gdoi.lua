-- Wireshark dissector of GDOI (RFC 6407, RFC 8263, RFC 8052) for UDP port 848: exchanges 32, 33 and 35 with the names
-- and the layout that Wireshark's own ISAKMP dissector lacks. What is encrypted, and phase 1, is left to that one.
-- Install: copy into the personal plugin folder (Help > About > Folders), or `tshark -X lua_script:gdoi.lua`.

local gdoi = Proto("gdoi", "Group Domain of Interpretation")
local isakmp = Dissector.get("isakmp")

local exchange_names = {
  [2] = "Identity Protection", [5] = "Informational",
  [32] = "GROUPKEY-PULL", [33] = "GROUPKEY-PUSH", [35] = "GROUPKEY-PUSH-ACK",
}
local payload_names = {
  [0] = "none", [1] = "SA", [2] = "Proposal", [3] = "Transform", [4] = "KE", [5] = "ID", [6] = "CERT", [7] = "CR",
  [8] = "HASH", [9] = "SIG", [10] = "NONCE", [11] = "N", [12] = "D", [13] = "VID", [15] = "SAK", [16] = "SAT",
  [17] = "KD", [18] = "SEQ", [22] = "GAP",
}
local identity_names = {
  [1] = "ID_IPV4_ADDR", [2] = "ID_FQDN", [3] = "ID_USER_FQDN", [4] = "ID_IPV4_ADDR_SUBNET", [5] = "ID_IPV6_ADDR",
  [6] = "ID_IPV6_ADDR_SUBNET", [7] = "ID_IPV4_ADDR_RANGE", [8] = "ID_IPV6_ADDR_RANGE", [9] = "ID_DER_ASN1_DN",
  [10] = "ID_DER_ASN1_GN", [11] = "ID_KEY_ID", [12] = "ID_LIST", [13] = "ID_OID",
}
local domain_names = { [1] = "IPsec", [2] = "GDOI" }
local protocol_names = {
  [0] = "Rekey SA", [1] = "GDOI_PROTO_IPSEC_ESP", [2] = "GDOI_PROTO_IPSEC_AH", [3] = "GDOI_PROTO_IEC_61850",
}
local packet_names = { [1] = "TEK", [2] = "KEK", [3] = "LKH", [4] = "SID" }
local kek_algorithm_names = { [1] = "KEK_ALG_DES", [2] = "KEK_ALG_3DES", [3] = "KEK_ALG_AES" }
local kek_names = {
  [1] = "KEK_MANAGEMENT_ALGORITHM", [2] = "KEK_ALGORITHM", [3] = "KEK_KEY_LENGTH", [4] = "KEK_KEY_LIFETIME",
  [5] = "SIG_HASH_ALGORITHM", [6] = "SIG_ALGORITHM", [7] = "SIG_KEY_LENGTH", [9] = "KEK_ACK_REQUESTED",
}
local kek_values = {
  [1] = { [1] = "LKH" },
  [2] = kek_algorithm_names,
  [5] = { [1] = "SIG_HASH_MD5", [2] = "SIG_HASH_SHA1", [3] = "SIG_HASH_SHA256", [4] = "SIG_HASH_SHA384",
    [5] = "SIG_HASH_SHA512" },
  [6] = { [1] = "SIG_ALG_RSA", [2] = "SIG_ALG_DSS", [3] = "SIG_ALG_ECDSS", [4] = "SIG_ALG_ECDSA_256",
    [5] = "SIG_ALG_ECDSA_384", [6] = "SIG_ALG_ECDSA_521" },
  [9] = { [1] = "REKEY_ACK_KEK_SHA256", [2] = "REKEY_ACK_LKH_SHA256", [3] = "REKEY_ACK_KEK_SHA512",
    [4] = "REKEY_ACK_LKH_SHA512" },
}
local gap_names = {
  [1] = "ACTIVATION_TIME_DELAY", [2] = "DEACTIVATION_TIME_DELAY", [3] = "SENDER_ID_REQUEST",
}
local ipsec_names = {
  [1] = "SA Life Type", [2] = "SA Life Duration", [3] = "Group Description", [4] = "Encapsulation Mode",
  [5] = "Authentication Algorithm", [6] = "Key Length", [7] = "Key Rounds", [8] = "Compress Dictionary Size",
  [9] = "Compress Private Algorithm", [10] = "ECN Tunnel", [11] = "Extended Sequence Number",
  [12] = "Authentication Key Length", [13] = "Signature Encoding Algorithm", [14] = "Address Preservation",
  [15] = "SA Direction",
}
local ipsec_values = {
  [1] = { [1] = "seconds", [2] = "kilobytes" },
  [4] = { [1] = "Tunnel", [2] = "Transport" },
  [14] = { [1] = "None", [2] = "Source-Only", [3] = "Destination-Only", [4] = "Source-and-Destination" },
  [15] = { [1] = "Sender-Only", [2] = "Receiver-Only", [3] = "Symmetric" },
}
local iec_names = { [1] = "SA_ATD", [2] = "SA_KDA" }
local authentication_names = {
  [1] = "NONE", [2] = "HMAC-SHA256-128", [3] = "HMAC-SHA256", [4] = "AES-GMAC-128", [5] = "AES-GMAC-256",
}
local confidentiality_names = {
  [1] = "NONE", [2] = "AES-CBC-128", [3] = "AES-CBC-256", [4] = "AES-GCM-128", [5] = "AES-GCM-256",
}
local key_names = {
  [1] = { [1] = "TEK_ALGORITHM_KEY", [2] = "TEK_INTEGRITY_KEY", [3] = "TEK_SOURCE_AUTH_KEY" },
  [2] = { [1] = "KEK_ALGORITHM_KEY", [2] = "SIG_ALGORITHM_KEY" },
  [3] = { [1] = "LKH_DOWNLOAD_ARRAY", [2] = "LKH_UPDATE_ARRAY", [3] = "SIG_ALGORITHM_KEY" },
  [4] = { [1] = "NUMBER_OF_SID_BITS", [2] = "SID_VALUE" },
}

local f = {
  icookie = ProtoField.bytes("gdoi.icookie", "Initiator cookie"),
  rcookie = ProtoField.bytes("gdoi.rcookie", "Responder cookie"),
  next = ProtoField.uint8("gdoi.next_payload", "Next payload", base.DEC, payload_names),
  version = ProtoField.uint8("gdoi.version", "Version", base.HEX),
  exchange = ProtoField.uint8("gdoi.exchange", "Exchange type", base.DEC, exchange_names),
  flags = ProtoField.uint8("gdoi.flags", "Flags", base.HEX),
  encrypted = ProtoField.bool("gdoi.flags.encryption", "Encryption", 8, nil, 1),
  message_id = ProtoField.uint32("gdoi.message_id", "Message ID", base.DEC),
  length = ProtoField.uint32("gdoi.length", "Length", base.DEC),
  payload = ProtoField.uint8("gdoi.payload", "Payload", base.DEC, payload_names),
  reserved = ProtoField.bytes("gdoi.reserved", "Reserved"),
  payload_length = ProtoField.uint16("gdoi.payload.length", "Payload length", base.DEC),
  body = ProtoField.bytes("gdoi.body", "Body"),
  hash = ProtoField.bytes("gdoi.hash", "Hash data"),
  signature = ProtoField.bytes("gdoi.sig", "Signature"),
  nonce = ProtoField.bytes("gdoi.nonce", "Nonce"),
  sequence = ProtoField.uint32("gdoi.seq", "Sequence number", base.DEC),
  id_type = ProtoField.uint8("gdoi.id.type", "ID type", base.DEC, identity_names),
  id_protocol = ProtoField.uint8("gdoi.id.protocol", "Protocol ID", base.DEC),
  id_port = ProtoField.uint16("gdoi.id.port", "Port", base.DEC),
  id_length = ProtoField.uint8("gdoi.id.length", "ID data length", base.DEC),
  id_ipv4 = ProtoField.ipv4("gdoi.id.ipv4", "Identification data"),
  id_ipv6 = ProtoField.ipv6("gdoi.id.ipv6", "Identification data"),
  id_group = ProtoField.uint32("gdoi.id.group", "Group identifier", base.DEC),
  id_data = ProtoField.bytes("gdoi.id.data", "Identification data"),
  oid_length = ProtoField.uint8("gdoi.oid.length", "OID length", base.DEC),
  oid = ProtoField.bytes("gdoi.oid.der", "OID (DER)"),
  oid_name = ProtoField.oid("gdoi.oid", "OID"),
  oid_specific_length = ProtoField.uint16("gdoi.oid.specific_length", "OID-specific payload length", base.DEC),
  oid_specific = ProtoField.bytes("gdoi.oid.specific", "OID-specific payload"),
  doi = ProtoField.uint32("gdoi.doi", "DOI", base.DEC, domain_names),
  situation = ProtoField.uint32("gdoi.sa.situation", "Situation", base.DEC),
  sa_next = ProtoField.uint16("gdoi.sa.next_payload", "SA attribute next payload", base.DEC, payload_names),
  protocol = ProtoField.uint8("gdoi.protocol_id", "Protocol-ID", base.DEC, protocol_names),
  ip_protocol = ProtoField.uint8("gdoi.ip_protocol", "Protocol", base.DEC),
  spi = ProtoField.bytes("gdoi.spi", "SPI"),
  spi_size = ProtoField.uint8("gdoi.spi_size", "SPI size", base.DEC),
  spi_count = ProtoField.uint16("gdoi.delete.spis", "Number of SPIs", base.DEC),
  transform = ProtoField.uint8("gdoi.sat.transform", "Transform ID", base.DEC),
  authentication = ProtoField.uint16("gdoi.sat.auth_alg", "Auth Alg", base.DEC, authentication_names),
  confidentiality = ProtoField.uint16("gdoi.sat.enc_alg", "Enc Alg", base.DEC, confidentiality_names),
  lifetime = ProtoField.uint32("gdoi.sat.lifetime", "Remaining lifetime (s)", base.DEC),
  attribute = ProtoField.string("gdoi.attribute", "Attribute"),
  attribute_type = ProtoField.uint16("gdoi.attribute.type", "Attribute type", base.DEC, nil, 0x7fff),
  attribute_length = ProtoField.uint16("gdoi.attribute.length", "Attribute length", base.DEC),
  attribute_number = ProtoField.uint32("gdoi.attribute.number", "Attribute value", base.DEC),
  attribute_octets = ProtoField.bytes("gdoi.attribute.octets", "Attribute value"),
  packets = ProtoField.uint16("gdoi.kd.packets", "Number of key packets", base.DEC),
  packet_type = ProtoField.uint8("gdoi.kd.type", "KD type", base.DEC, packet_names),
  packet_length = ProtoField.uint16("gdoi.kd.length", "KD length", base.DEC),
  lkh_version = ProtoField.uint8("gdoi.lkh.version", "LKH version", base.DEC),
  lkh_keys = ProtoField.uint16("gdoi.lkh.keys", "Number of LKH keys", base.DEC),
  lkh_under = ProtoField.uint16("gdoi.lkh.under", "LKH ID of the encrypting key", base.DEC),
  lkh_under_handle = ProtoField.uint32("gdoi.lkh.under_handle", "Key handle of the encrypting key", base.DEC),
  lkh_id = ProtoField.uint16("gdoi.lkh.id", "LKH ID", base.DEC),
  lkh_type = ProtoField.uint8("gdoi.lkh.key_type", "Key type", base.DEC, kek_algorithm_names),
  lkh_created = ProtoField.uint32("gdoi.lkh.created", "Key creation date", base.DEC),
  lkh_expires = ProtoField.uint32("gdoi.lkh.expires", "Key expiration date", base.DEC),
  lkh_handle = ProtoField.uint32("gdoi.lkh.handle", "Key handle", base.DEC),
  lkh_data = ProtoField.bytes("gdoi.lkh.data", "Key data"),
  surplus = ProtoField.bytes("gdoi.surplus", "Surplus octets"),
}
gdoi.fields = f

local wrong = ProtoExpert.new("gdoi.malformed", "Octets that do not fit", expert.group.MALFORMED, expert.severity.ERROR)
gdoi.experts = { wrong }

-- Reads fields of a region front to back; what does not fit is told once and ends the region.
local Cursor = {}
Cursor.__index = Cursor

local function cursor(tvb, tree)
  return setmetatable({ tvb = tvb, tree = tree, at = 0, size = tvb:len() }, Cursor)
end

function Cursor:left() return self.size - self.at end

function Cursor:fail(text)
  self.tree:add_proto_expert_info(wrong, text)
  if self:left() > 0 then self.tree:add(f.surplus, self.tvb(self.at)) end
  self.at = self.size
  return nil
end

function Cursor:take(field, size)
  if size > self:left() then return self:fail("cut: " .. size .. " octets wanted, " .. self:left() .. " left") end
  local range = self.tvb(self.at, size)
  if size > 0 then self.tree:add(field, range) end
  self.at = self.at + size
  return range
end

function Cursor:number(field, size)
  local range = self:take(field, size)
  return range and range:uint()
end

function Cursor:octets(size)
  local range = self.tvb(self.at, size)
  self.at = self.at + size
  return range
end

function Cursor:finish(text)
  if self:left() > 0 then self:fail(text) end
end

local function add_oid(c, size)
  local range = c:take(f.oid, size)
  -- The tag and length octets of DER stand in front of the identifier itself.
  if range and size > 2 and range(0, 1):uint() == 6 and range(1, 1):uint() == size - 2 then
    c.tree:add(f.oid_name, range(2))
  end
  return range
end

local function dissect_oid(c)
  local size = c:number(f.oid_length, 1)
  if not size or not add_oid(c, size) then return end
  local specific = c:number(f.oid_specific_length, 2)
  if specific then c:take(f.oid_specific, specific) end
end

local function identity(c, kind, size)
  if kind == 1 and size == 4 then c:take(f.id_ipv4, 4)
  elseif kind == 5 and size == 16 then c:take(f.id_ipv6, 16)
  elseif kind == 11 and size == 4 then c:take(f.id_group, 4)
  elseif (kind == 4 or kind == 7) and size == 8 then
    c:take(f.id_ipv4, 4)
    c:take(f.id_ipv4, 4)
  elseif (kind == 6 or kind == 8) and size == 32 then
    c:take(f.id_ipv6, 16)
    c:take(f.id_ipv6, 16)
  elseif size > 0 then c:take(f.id_data, size) end
end

-- The identities of SAK and SAT: the length of the data has one octet (RFC 6407 figures 5 and 8).
local function traffic(c, whose)
  if c:left() == 0 then return c:fail("no " .. whose:lower() .. " identity") end
  local part = c.tree:add(c.tvb(c.at), whose)
  local inner = setmetatable({ tvb = c.tvb, tree = part, at = c.at, size = c.size }, Cursor)
  local start = c.at
  local kind = inner:number(f.id_type, 1)
  inner:take(f.id_port, 2)
  local size = inner:number(f.id_length, 1)
  if size then
    if size > inner:left() then inner:fail("identity past the end") else identity(inner, kind, size) end
  end
  c.at = inner.at
  part:set_len(c.at - start)
  return size ~= nil
end

local function attributes(c, names, values, show)
  while c:left() > 0 do
    if c:left() < 4 then return c:fail("cut attribute") end
    local field = c.tvb(c.at, 2):uint()
    local kind = field % 0x8000
    local basic = field >= 0x8000
    local size = basic and 2 or c.tvb(c.at + 2, 2):uint()
    local whole = size + (basic and 2 or 4)
    if whole > c:left() then return c:fail("attribute past the end") end
    local range = c:octets(whole)
    local value = size > 0 and range(whole - size) or nil
    local name = names[kind] or ("attribute " .. kind)
    local number = value and size <= 4 and value:uint() or nil
    local word = number and values and values[kind] and values[kind][number]
    local text = name
    if word then text = name .. ": " .. word .. " (" .. number .. ")"
    elseif number then text = name .. ": " .. number end
    local tree = c.tree:add(f.attribute, range, text)
    tree:add(f.attribute_type, range(0, 2))
    if not basic then tree:add(f.attribute_length, range(2, 2)) end
    if number then tree:add(f.attribute_number, value) end
    if value and not number then tree:add(f.attribute_octets, value) end
    if show and value then show(kind, value, tree) end
  end
end

local function lkh_array(kind, range, tree)
  if kind ~= 1 and kind ~= 2 then return end
  local c = cursor(range:tvb(), tree)
  c:take(f.lkh_version, 1)
  local keys = c:number(f.lkh_keys, 2)
  c:take(f.reserved, 1)
  if kind == 2 then
    c:take(f.lkh_under, 2)
    c:take(f.reserved, 2)
    c:take(f.lkh_under_handle, 4)
  end
  if not keys or keys == 0 or c:left() % keys ~= 0 or c:left() / keys < 16 then
    return c:finish("no whole number of LKH keys")
  end
  -- A key does not say how long it is: all of an array are equally long.
  local size = c:left() / keys
  for index = 1, keys do
    local octets = c:octets(size)
    local key = cursor(octets:tvb(), tree:add(octets, "LKH key " .. index))
    key:take(f.lkh_id, 2)
    key:take(f.lkh_type, 1)
    key:take(f.reserved, 1)
    key:take(f.lkh_created, 4)
    key:take(f.lkh_expires, 4)
    key:take(f.lkh_handle, 4)
    key:take(f.lkh_data, key:left())
  end
end

local chain

local bodies = {
  [1] = function(c)
    c:take(f.doi, 4)
    c:take(f.situation, 4)
    local first = c:number(f.sa_next, 2)
    c:take(f.reserved, 2)
    if first then chain(c, first) end
  end,
  [5] = function(c)
    local kind = c:number(f.id_type, 1)
    c:take(f.id_protocol, 1)
    c:take(f.id_port, 2)
    if kind == 13 then dissect_oid(c) else identity(c, kind, c:left()) end
  end,
  [8] = function(c) c:take(f.hash, c:left()) end,
  [9] = function(c) c:take(f.signature, c:left()) end,
  [10] = function(c) c:take(f.nonce, c:left()) end,
  [12] = function(c)
    c:take(f.doi, 4)
    c:take(f.protocol, 1)
    local size = c:number(f.spi_size, 1)
    local count = c:number(f.spi_count, 2)
    for _ = 1, count or 0 do
      if not c:take(f.spi, size) then return end
    end
  end,
  [15] = function(c)
    c:take(f.ip_protocol, 1)
    if not traffic(c, "Source") or not traffic(c, "Destination") then return end
    c:take(f.spi, 16)
    c:take(f.reserved, 4)
    attributes(c, kek_names, kek_values)
  end,
  [16] = function(c)
    local protocol = c:number(f.protocol, 1)
    if protocol == 1 or protocol == 2 then
      c:take(f.ip_protocol, 1)
      if not traffic(c, "Source") or not traffic(c, "Destination") then return end
      c:take(f.transform, 1)
      c:take(f.spi, 4)
      attributes(c, ipsec_names, ipsec_values)
    elseif protocol == 3 then
      dissect_oid(c)
      c:take(f.spi, 4)
      c:take(f.authentication, 2)
      c:take(f.confidentiality, 2)
      c:take(f.lifetime, 4)
      attributes(c, iec_names)
    else
      c:take(f.body, c:left())
    end
  end,
  [17] = function(c)
    local count = c:number(f.packets, 2)
    c:take(f.reserved, 2)
    for _ = 1, count or 0 do
      if c:left() < 5 then return c:fail("fewer key packets than said") end
      local kind = c.tvb(c.at, 1):uint()
      local size = c.tvb(c.at + 2, 2):uint()
      if size < 5 or size > c:left() then return c:fail("key packet past the end") end
      local range = c:octets(size)
      local packet = cursor(range:tvb(), c.tree:add(range, "Key packet: " .. (packet_names[kind] or kind)))
      packet:take(f.packet_type, 1)
      packet:take(f.reserved, 1)
      packet:take(f.packet_length, 2)
      local spi = packet:number(f.spi_size, 1)
      packet:take(f.spi, spi)
      attributes(packet, key_names[kind] or {}, nil, kind == 3 and lkh_array or nil)
    end
  end,
  [18] = function(c) c:take(f.sequence, 4) end,
  [22] = function(c) attributes(c, gap_names) end,
}

chain = function(c, kind)
  local names = {}
  while kind ~= 0 do
    if c:left() < 4 then
      c:fail("cut payload")
      break
    end
    local size = c.tvb(c.at + 2, 2):uint()
    if size < 4 or size > c:left() then
      c:fail("payload past the end")
      break
    end
    local name = payload_names[kind] or ("payload " .. kind)
    names[#names + 1] = name
    local range = c:octets(size)
    local tree = c.tree:add(f.payload, range, kind)
    local body = cursor(range:tvb(), tree)
    local following = body:number(f.next, 1)
    body:take(f.reserved, 1)
    body:take(f.payload_length, 2)
    local dissect = bodies[kind]
    if dissect then dissect(body) elseif body:left() > 0 then body:take(f.body, body:left()) end
    body:finish("octets after the last field")
    kind = following
  end
  return table.concat(names, ", ")
end

-- Wireshark's own dissector; where the octets end too early for it, it has said so in the tree.
local function call_isakmp(tvb, pinfo, tree)
  pcall(isakmp.call, isakmp, tvb, pinfo, tree)
  return tvb:len()
end

function gdoi.dissector(tvb, pinfo, tree)
  if tvb:len() < 28 then return call_isakmp(tvb, pinfo, tree) end
  local exchange = tvb(18, 1):uint()
  local encrypted = tvb(19, 1):uint() % 2 == 1
  if exchange ~= 32 and exchange ~= 33 and exchange ~= 35 then return call_isakmp(tvb, pinfo, tree) end
  pinfo.cols.protocol = "GDOI"
  pinfo.cols.info = exchange_names[exchange]
  local root = tree:add(gdoi, tvb(), "GDOI, " .. exchange_names[exchange])
  local c = cursor(tvb, root)
  c:take(f.icookie, 8)
  c:take(f.rcookie, 8)
  local first = c:number(f.next, 1)
  c:take(f.version, 1)
  c:take(f.exchange, 1)
  root:add(f.flags, tvb(19, 1)):add(f.encrypted, tvb(19, 1))
  c.at = 20
  c:take(f.message_id, 4)
  local length = c:number(f.length, 4)
  if length ~= tvb:len() then
    root:add_proto_expert_info(wrong, "Length " .. length .. ", but " .. tvb:len() .. " octets")
  end
  if encrypted then
    -- Wireshark decrypts if it has seen phase 1, or a prelude that stands for it.
    call_isakmp(tvb, pinfo, tree)
    pinfo.cols.protocol = "GDOI"
    pinfo.cols.info = exchange_names[exchange] .. ", encrypted"
    return tvb:len()
  end
  pinfo.cols.info:append(": " .. chain(c, first))
  c:finish("octets after the last payload")
  return tvb:len()
end

DissectorTable.get("udp.port"):add(848, gdoi)

-- What Wireshark's own dissector has decrypted is shown once more, as RFC 6407 has it.
local inside = Proto("gdoi_inside", "GDOI, decrypted by Wireshark")
local isakmp_fields = {
  exchange = Field.new("isakmp.exchangetype"), first = Field.new("isakmp.nextpayload"),
  length = Field.new("isakmp.length"), seq = Field.new("isakmp.seq.seq"), hash = Field.new("isakmp.hash"),
}

-- The decrypted payloads: the source of a field of theirs, as long as the message without its header.
local function decrypted()
  local exchange, length = isakmp_fields.exchange(), isakmp_fields.length()
  if not exchange or not length or (exchange.value ~= 32 and exchange.value ~= 33) then return nil end
  local field = exchange.value == 33 and isakmp_fields.seq() or isakmp_fields.hash()
  local source = field and field.source
  return source and source:len() == length.value - 28 and source or nil, exchange.value
end

function inside.dissector(_, pinfo, tree)
  local payloads, exchange = decrypted()
  if not payloads then return end
  local root = tree:add(gdoi, payloads(), "GDOI, " .. exchange_names[exchange] .. ", decrypted")
  local c = cursor(payloads, root)
  pinfo.cols.info = exchange_names[exchange] .. ", decrypted: " .. chain(c, isakmp_fields.first().value)
  local padding = c:left() > 0 and c.tvb(c.at):bytes():tohex() or ""
  if #padding >= 32 or padding:find("[^0]") then c:finish("octets after the last payload") end
end

register_postdissector(inside)
