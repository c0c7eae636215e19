namespace GdoiSim.Protocol;

/// <summary>
/// Why a message is not taken: the one list that decoder, members, key server, counters and result files share.
/// Values are stable; <see cref="DiscardReasonNames.ToName"/> gives the name used in files. The first group is about
/// form (given by the decoder of this project), the second about cryptography, the third about state and policy.
/// </summary>
public enum DiscardReason : byte
{
    /// <summary>Nothing is wrong: the message is taken.</summary>
    None = 0,

    // ---- ISAKMP header ----

    /// <summary>
    /// Fewer octets than an ISAKMP header, or a header Length below its own 28 (RFC 2408 section 3.1).
    /// </summary>
    HeaderTooShort = 1,

    /// <summary>The header's Length exceeds the datagram: octets are missing (RFC 2408 section 3.1).</summary>
    Truncated = 2,

    /// <summary>
    /// Octets after the end: after the header's Length, after the last payload, or after the last field of a part
    /// (RFC 2408 sections 3.1 and 3.2).
    /// </summary>
    TrailingOctets = 3,

    /// <summary>
    /// Both cookies are zero: that SPI names no Rekey SA (RFC 6407 sections 4.2 and 5.9). In phase 1 the cookie of one
    /// side is zero where it must not be (RFC 2408 section 3.1).
    /// </summary>
    ZeroCookies = 4,

    /// <summary>Version other than 1.0 (RFC 2408 section 3.1, RFC 6407 section 4.2, RFC 8263 section 3.1).</summary>
    Version = 5,

    /// <summary>
    /// Another exchange type than the one expected here (RFC 2408 section 3.1, RFC 6407 sections 3.2 and 4.2, RFC 8263
    /// section 3.1).
    /// </summary>
    ExchangeType = 6,

    /// <summary>
    /// Flags other than E alone (PUSH, RFC 6407 section 4.2; PULL, section 3.2; the last two messages of a main mode,
    /// RFC 2409 section 5), or other than none (ACK, RFC 8263 section 3.1; the first four of a main mode).
    /// </summary>
    Flags = 7,

    /// <summary>
    /// Message ID not zero in a PUSH (RFC 6407 section 4.2), an ACK (RFC 8263 section 3.1) or phase 1 (RFC 2408 section
    /// 3.1); zero in a PULL, or that of another exchange under the same SA (RFC 2408 section 3.1).
    /// </summary>
    MessageId = 8,

    // ---- payload chain ----

    /// <summary>A payload type that RFC 2408 section 3.1 and RFC 6407 section 5 do not define.</summary>
    PayloadTypeUnknown = 16,

    /// <summary>
    /// A known payload where it may not stand: out of order, repeated or foreign to the message (RFC 6407 sections 3.2,
    /// 4 and 5.2.1, RFC 8263 section 3, RFC 2409 section 5).
    /// </summary>
    PayloadOrder = 17,

    /// <summary>
    /// The chain ends before a payload that must be there (RFC 6407 sections 3.2, 4 and 5.2.1, RFC 8263 section 3, RFC
    /// 2409 section 5).
    /// </summary>
    PayloadMissing = 18,

    /// <summary>A payload length below the fixed part of that payload (RFC 2408 section 3.2).</summary>
    PayloadTooShort = 19,

    /// <summary>A payload length past the end of what holds it (RFC 2408 section 3.2).</summary>
    PayloadPastEnd = 20,

    /// <summary>A reserved field is not zero (RFC 2408 section 3.2; RFC 6407 sections 5.2 to 5.7).</summary>
    ReservedNotZero = 21,

    // ---- data attributes ----

    /// <summary>A data attribute reaches past the end of what holds it (RFC 2408 section 3.3).</summary>
    AttributePastEnd = 32,

    /// <summary>An attribute type that is not understood: "MUST abort" (RFC 6407 sections 5.3.2 and 5.4).</summary>
    AttributeUnknown = 33,

    /// <summary>
    /// A Basic attribute sent as TLV, or a Variable one as TV (RFC 2408 section 3.3, RFC 2407 section 4.5).
    /// </summary>
    AttributeFormat = 34,

    /// <summary>
    /// An attribute value that is reserved, unassigned or of the wrong size (RFC 6407 sections 5.3 to 5.6).
    /// </summary>
    AttributeValue = 35,

    /// <summary>
    /// An attribute that may appear once appears again, or a node in one LKH array (RFC 6407 sections 5.3 to 5.6).
    /// </summary>
    AttributeRepeated = 36,

    /// <summary>A mandatory attribute is absent (RFC 6407 sections 5.3, 5.6.1 and 5.6.2).</summary>
    AttributeMissing = 37,

    // ---- fields of single payloads ----

    /// <summary>A SEQ payload whose length is not 8 (RFC 6407 section 5.7).</summary>
    SequenceLength = 48,

    /// <summary>
    /// A HASH that is not as long as the output of the prf (RFC 8263 section 3.2; in PULL and phase 1 RFC 2409 section
    /// 5).
    /// </summary>
    HashLength = 49,

    /// <summary>
    /// An identity type that is not allowed here (RFC 8263 section 3.4, RFC 6407 sections 5.3 and 5.5.1).
    /// </summary>
    IdentityType = 50,

    /// <summary>Identification data whose length does not fit its type (RFC 2407 section 4.6.2).</summary>
    IdentityLength = 51,

    /// <summary>
    /// Protocol ID or port of the ID payload not zero (RFC 8263 section 3.4, RFC 6407 section 5.1); in phase 1 neither
    /// zero nor UDP with port 500 (RFC 2407 section 4.6.2) or 848 (RFC 6407 section 2.2).
    /// </summary>
    IdentityPort = 52,

    /// <summary>
    /// The lengths inside an ID_OID identity or an IEC 61850 SA TEK disagree with it (RFC 8052 sections 2.1, 2.2).
    /// </summary>
    OidLength = 53,

    /// <summary>
    /// A domain of interpretation other than GDOI, 2 (RFC 6407 sections 5.2 and 5.9); in phase 1 neither 2 nor 1, or
    /// not the one that this side is configured for (RFC 6407 section 2.1, RFC 2407 section 4.2).
    /// </summary>
    DomainOfInterpretation = 54,

    /// <summary>
    /// Situation not zero (RFC 6407 section 5.2); in a phase 1 of DOI 1 not SIT_IDENTITY_ONLY (RFC 2407 section 4.2.1).
    /// </summary>
    Situation = 55,

    /// <summary>A security protocol that is not defined (RFC 6407 sections 5.5 and 5.9, RFC 8052 section 4).</summary>
    ProtocolUnknown = 56,

    /// <summary>An SPI size that does not fit the protocol or key packet (RFC 6407 sections 5.6 and 5.9).</summary>
    SpiSize = 57,

    /// <summary>Number of SPIs of a Delete payload: zero, or not what it holds (RFC 2408 section 3.15).</summary>
    DeleteSpiCount = 58,

    /// <summary>Number of key packets: zero, or not what the KD payload holds (RFC 6407 section 5.6).</summary>
    KeyPacketCount = 59,

    /// <summary>A key download type that is not defined (RFC 6407 section 5.6).</summary>
    KeyPacketType = 60,

    /// <summary>A key packet length below its fixed part or past the KD payload (RFC 6407 section 5.6).</summary>
    KeyPacketLength = 61,

    /// <summary>
    /// More than one KEK packet, more than one LKH packet, or two TEK packets of one SPI (RFC 6407 sections 5.6 to
    /// 5.6.3).
    /// </summary>
    KeyPacketRepeated = 62,

    /// <summary>The SA names a KEK or TEK that KD has no key for (RFC 6407 sections 4 and 4.3).</summary>
    KeyMissing = 63,

    /// <summary>
    /// A KEK whose length differs from what the SA KEK announces (RFC 6407 sections 5.3.3 and 5.6.2.1).
    /// </summary>
    KeyLength = 64,

    /// <summary>Version of an LKH array other than 1 (RFC 6407 sections 5.6.3.1 and 5.6.3.2).</summary>
    LkhVersion = 65,

    /// <summary>An LKH array that says it has no keys (RFC 6407 section 5.6.3.1).</summary>
    LkhKeyCount = 66,

    /// <summary>
    /// An LKH array whose octets are not the number of keys that it says, or keys of a length that their type cannot
    /// have (RFC 6407 sections 5.6.3.1 and 5.6.3.2).
    /// </summary>
    LkhKeyLength = 67,

    /// <summary>SPI zero of a TEK: in a Delete payload it stands for every SA (RFC 6407 section 5.9).</summary>
    ZeroSpi = 68,

    /// <summary>
    /// A transform identifier that its registry does not assign (RFC 6407 section 5.5.1; RFC 2407 sections 4.4.3 and
    /// 4.4.4).
    /// </summary>
    TransformUnknown = 69,

    /// <summary>
    /// A nonce of fewer than 8 octets, or of more than 128 in a GROUPKEY-PULL (RFC 6407 section 5.8) or 256 in a phase
    /// 1 (RFC 2409 section 5).
    /// </summary>
    NonceLength = 70,

    /// <summary>
    /// A Diffie-Hellman public value that is not as long as its group wants (RFC 2409 section 5; RFC 5903 section 7).
    /// </summary>
    KeyExchangeLength = 71,

    /// <summary>
    /// A phase 1 SA that is not one proposal for ISAKMP with numbered transforms for IKE (RFC 2408 sections 3.5 and
    /// 3.6; RFC 2409 section 5).
    /// </summary>
    ProposalForm = 72,

    // ---- cryptography ----

    /// <summary>
    /// Nothing encrypted, or not a whole number of cipher blocks (RFC 6407 section 4; CBC, section 5.3.2.3; RFC 2409
    /// appendix B).
    /// </summary>
    CiphertextLength = 80,

    /// <summary>
    /// What decryption gave does not begin with a payload: SEQ in a PUSH (RFC 6407 section 4.4), HASH in a PULL
    /// (section 3.2), any in a main mode (RFC 2409 section 5). Another key, or damaged.
    /// </summary>
    Undecryptable = 81,

    /// <summary>
    /// Padding that is not all zero, or a block or more of it (RFC 6407 section 4; RFC 2409 appendix B).
    /// </summary>
    Padding = 82,

    /// <summary>
    /// SIG does not verify under the group's signature key (RFC 6407 section 4.4), or in phase 1 under the peer's (RFC
    /// 2409 section 5.1).
    /// </summary>
    SignatureMismatch = 83,

    /// <summary>
    /// HASH is not the one computed here: with the ack_key (RFC 8263 sections 3.2 and 5), in a PULL with SKEYID_a (RFC
    /// 6407 section 3.2), in a phase 1 with a pre-shared key with SKEYID (RFC 2409 sections 5 and 5.4).
    /// </summary>
    HashMismatch = 84,

    /// <summary>
    /// A registered algorithm that this receiver does not have (RFC 6407 sections 5.3.2 and 5.3.3), or in phase 1 a
    /// public key of the peer that is not of the agreed algorithm.
    /// </summary>
    AlgorithmUnsupported = 85,

    /// <summary>
    /// A Diffie-Hellman public value that is no usable element of its group: 0, 1, the largest, or no point of the
    /// curve (RFC 2412 section 4.2; RFC 5903 section 7).
    /// </summary>
    KeyExchangeValue = 86,

    // ---- state and policy: given by group members and key servers ----

    /// <summary>
    /// The cookies match no Rekey SA (RFC 6407 section 4.4), or are not those of the exchange (RFC 2408 section 3.1).
    /// </summary>
    SpiUnknown = 96,

    /// <summary>The group's policy asks for no acknowledgements (RFC 8263 section 5).</summary>
    NotRequested = 97,

    /// <summary>
    /// An acknowledgement that was taken before (RFC 8263 section 5), or once more the last message of an exchange,
    /// which is answered by sending the last answer again (RFC 2408 section 5.1).
    /// </summary>
    Duplicate = 98,

    /// <summary>The identity is not, or no longer, a member of the group (RFC 8263 sections 3.4 and 7.3).</summary>
    NotMember = 99,

    /// <summary>
    /// An acknowledgement of a sequence number that was never sent under this SPI (RFC 8263 section 5).
    /// </summary>
    SequenceUnknown = 100,

    /// <summary>A PUSH whose sequence number is not greater than the last one taken (RFC 6407 section 4.4).</summary>
    Replay = 101,

    /// <summary>
    /// A message that its exchange does not wait for: before its turn or after the end (RFC 2408 section 5.2).
    /// </summary>
    OutOfTurn = 102,

    /// <summary>None of the transforms that a phase 1 offers is acceptable (RFC 2409 section 5).</summary>
    NoProposalChosen = 103,

    /// <summary>
    /// The answer to a phase 1 proposal is none of the offers, or changes one (RFC 2409 section 5).
    /// </summary>
    ProposalChanged = 104,

    /// <summary>
    /// A peer whose identity has no key here, or is not authorized (RFC 6407 section 3.1; RFC 2409 section 5).
    /// </summary>
    PeerUnknown = 105,
}
