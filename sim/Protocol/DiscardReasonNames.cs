using System.Diagnostics.CodeAnalysis;

namespace GdoiSim.Protocol;

/// <summary>The text form of <see cref="DiscardReason"/>, used as key in CSV and JSON files.</summary>
public static class DiscardReasonNames
{
    /// <summary>
    /// The stable name. Written out, so that renaming a member of the enumeration does not change a file format.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a value of the list.</exception>
    public static string ToName(this DiscardReason reason) => reason switch
    {
        DiscardReason.None => "none",
        DiscardReason.HeaderTooShort => "header_too_short",
        DiscardReason.Truncated => "truncated",
        DiscardReason.TrailingOctets => "trailing_octets",
        DiscardReason.ZeroCookies => "zero_cookies",
        DiscardReason.Version => "version",
        DiscardReason.ExchangeType => "exchange_type",
        DiscardReason.Flags => "flags",
        DiscardReason.MessageId => "message_id",
        DiscardReason.PayloadTypeUnknown => "payload_type_unknown",
        DiscardReason.PayloadOrder => "payload_order",
        DiscardReason.PayloadMissing => "payload_missing",
        DiscardReason.PayloadTooShort => "payload_too_short",
        DiscardReason.PayloadPastEnd => "payload_past_end",
        DiscardReason.ReservedNotZero => "reserved_not_zero",
        DiscardReason.AttributePastEnd => "attribute_past_end",
        DiscardReason.AttributeUnknown => "attribute_unknown",
        DiscardReason.AttributeFormat => "attribute_format",
        DiscardReason.AttributeValue => "attribute_value",
        DiscardReason.AttributeRepeated => "attribute_repeated",
        DiscardReason.AttributeMissing => "attribute_missing",
        DiscardReason.SequenceLength => "sequence_length",
        DiscardReason.HashLength => "hash_length",
        DiscardReason.IdentityType => "identity_type",
        DiscardReason.IdentityLength => "identity_length",
        DiscardReason.IdentityPort => "identity_port",
        DiscardReason.OidLength => "oid_length",
        DiscardReason.DomainOfInterpretation => "domain_of_interpretation",
        DiscardReason.Situation => "situation",
        DiscardReason.ProtocolUnknown => "protocol_unknown",
        DiscardReason.SpiSize => "spi_size",
        DiscardReason.DeleteSpiCount => "delete_spi_count",
        DiscardReason.KeyPacketCount => "key_packet_count",
        DiscardReason.KeyPacketType => "key_packet_type",
        DiscardReason.KeyPacketLength => "key_packet_length",
        DiscardReason.KeyPacketRepeated => "key_packet_repeated",
        DiscardReason.KeyMissing => "key_missing",
        DiscardReason.KeyLength => "key_length",
        DiscardReason.LkhVersion => "lkh_version",
        DiscardReason.LkhKeyCount => "lkh_key_count",
        DiscardReason.LkhKeyLength => "lkh_key_length",
        DiscardReason.ZeroSpi => "zero_spi",
        DiscardReason.TransformUnknown => "transform_unknown",
        DiscardReason.NonceLength => "nonce_length",
        DiscardReason.KeyExchangeLength => "key_exchange_length",
        DiscardReason.ProposalForm => "proposal_form",
        DiscardReason.CiphertextLength => "ciphertext_length",
        DiscardReason.Undecryptable => "undecryptable",
        DiscardReason.Padding => "padding",
        DiscardReason.SignatureMismatch => "signature_mismatch",
        DiscardReason.HashMismatch => "hash_mismatch",
        DiscardReason.AlgorithmUnsupported => "algorithm_unsupported",
        DiscardReason.KeyExchangeValue => "key_exchange_value",
        DiscardReason.SpiUnknown => "spi_unknown",
        DiscardReason.NotRequested => "not_requested",
        DiscardReason.Duplicate => "duplicate",
        DiscardReason.NotMember => "not_member",
        DiscardReason.SequenceUnknown => "sequence_unknown",
        DiscardReason.Replay => "replay",
        DiscardReason.OutOfTurn => "out_of_turn",
        DiscardReason.NoProposalChosen => "no_proposal_chosen",
        DiscardReason.ProposalChanged => "proposal_changed",
        DiscardReason.PeerUnknown => "peer_unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a discard reason"),
    };

    /// <summary>Finds the reason of a stable name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out DiscardReason reason)
    {
        foreach (DiscardReason candidate in Enum.GetValues<DiscardReason>())
        {
            if (string.Equals(candidate.ToName(), name, StringComparison.Ordinal))
            {
                reason = candidate;
                return true;
            }
        }

        reason = DiscardReason.None;
        return false;
    }
}
