"""GROUPKEY-PUSH-ACK, written from RFC 8263 alone with the standard library alone.

Reads a line an acknowledgement: the KEK_ACK_REQUESTED type, the reading of L ("block" or "output"), the base key, the
cookies, the sequence number, the ID type and the identification data (octets in hexadecimal digits); writes the message.
"""
import hashlib
import hmac
import struct
import sys

ISAKMP_VERSION = 0x10
EXCHANGE_GROUPKEY_PUSH_ACK = 35
PAYLOAD_ID, PAYLOAD_HASH, PAYLOAD_SEQ = 5, 8, 18


def prf_of(ack_type):
    # Section 2: types 1 and 2 use PRF-HMAC-SHA-256, types 3 and 4 PRF-HMAC-SHA-512.
    return hashlib.sha256 if ack_type in (1, 2) else hashlib.sha512


def payload(following, body):
    return struct.pack(">BBH", following, 0, 4 + len(body)) + body


def acknowledgement(ack_type, reading, base_key, cookies, sequence, id_type, id_data):
    digest = prf_of(ack_type)
    # Section 3.2: ack_key = prf(base_key, "GROUPKEY-PUSH ACK" | SPI | L), the string null-terminated.
    bits = 8 * (digest().block_size if reading == "block" else digest().digest_size)
    ack_key = hmac.new(base_key, b"GROUPKEY-PUSH ACK\0" + cookies + struct.pack(">H", bits), digest).digest()
    # Sections 3.3 and 3.4: SEQ as in the PUSH; ID with protocol ID and port 0, the last payload.
    seq_payload = payload(PAYLOAD_ID, struct.pack(">I", sequence))
    id_payload = payload(0, struct.pack(">BBH", id_type, 0, 0) + id_data)
    # Section 3.2: HASH = prf(ack_key, SEQ | ID), the payloads whole.
    digest_octets = hmac.new(ack_key, seq_payload + id_payload, digest).digest()
    body = payload(PAYLOAD_SEQ, digest_octets) + seq_payload + id_payload
    # Section 3.1: cookies of the PUSH, next payload HASH, exchange 35, no flags, message ID 0.
    header = cookies + struct.pack(
        ">BBBBII", PAYLOAD_HASH, ISAKMP_VERSION, EXCHANGE_GROUPKEY_PUSH_ACK, 0, 0, 28 + len(body))
    return header + body


for line in sys.stdin:
    kind, how, key, spi, number, id_kind, data = line.split(" ")
    octets = acknowledgement(
        int(kind), how, bytes.fromhex(key), bytes.fromhex(spi), int(number), int(id_kind), bytes.fromhex(data.strip()))
    print(octets.hex())
