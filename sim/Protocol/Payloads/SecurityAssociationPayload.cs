using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// SA, the security association payload (RFC 6407 section 5.2) with its SA attribute payloads in their order: SAK or
/// none, GAP or none, any number of SATs; SAK or a SAT must be there (section 5.2.1). Everything in it was checked
/// when it was read.
/// </summary>
public readonly ref struct SecurityAssociationPayload
{
    private readonly ReadOnlySpan<byte> _teks;

    private SecurityAssociationPayload(
        bool hasKek, SaKekPayload kek, GroupAssociatedPolicy? policy, ReadOnlySpan<byte> teks)
    {
        HasKek = hasKek;
        Kek = kek;
        Policy = policy;
        _teks = teks;
    }

    /// <summary>Whether there is an SA KEK payload.</summary>
    public bool HasKek { get; }

    /// <summary>The SA KEK payload, meaningful if <see cref="HasKek"/>.</summary>
    public SaKekPayload Kek { get; }

    /// <summary>The GAP payload; null if there is none.</summary>
    public GroupAssociatedPolicy? Policy { get; }

    /// <summary>The SA TEK payloads, for a foreach loop.</summary>
    public TekEnumerator Teks => new(_teks);

    /// <summary>
    /// Reads the body: DOI (4), situation (4), SA attribute next payload (2), reserved (2), SA attribute payloads.
    /// </summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> body, out SecurityAssociationPayload payload)
    {
        payload = default;
        var reader = new WireReader(body);
        if (!reader.TryReadUInt32(out uint domain)
            || !reader.TryReadUInt32(out uint situation)
            || !reader.TryReadUInt16(out ushort next)
            || !reader.TryReadUInt16(out ushort reserved))
        {
            return DiscardReason.PayloadTooShort;
        }

        if (domain != GdoiDomain.DomainOfInterpretation)
        {
            return DiscardReason.DomainOfInterpretation;
        }

        if (situation != 0)
        {
            return DiscardReason.Situation;
        }

        if (reserved != 0)
        {
            return DiscardReason.ReservedNotZero;
        }

        return next > byte.MaxValue
            ? DiscardReason.PayloadTypeUnknown
            : TryReadAttributePayloads(reader.Rest, (PayloadType)next, out payload);
    }

    /// <summary>Begins an SA payload; SA attribute payloads follow through the inner chain.</summary>
    internal static bool TryBegin(ref WireWriter writer, ref PayloadChainWriter chain, out PayloadChainWriter inner)
    {
        inner = default;
        return chain.TryBegin(ref writer, PayloadType.SecurityAssociation) && TryBeginBody(ref writer, out inner);
    }

    /// <summary>Begins the body of an SA payload.</summary>
    internal static bool TryBeginBody(ref WireWriter writer, out PayloadChainWriter inner)
    {
        inner = default;
        if (!writer.TryWriteUInt32(GdoiDomain.DomainOfInterpretation)
            || !writer.TryWriteUInt32(0)
            || !writer.TryWriteUInt16(0))
        {
            return false;
        }

        // The type of the first SA attribute payload goes into the lower octet of the two just written.
        inner = new(writer.Position - 1);
        return writer.TryWriteUInt16(0);
    }

    private static DiscardReason TryReadAttributePayloads(
        ReadOnlySpan<byte> region, PayloadType first, out SecurityAssociationPayload payload)
    {
        payload = default;
        var chain = new PayloadChainReader(region, first);
        SaKekPayload kek = default;
        GroupAssociatedPolicy? policy = null;
        DiscardReason reason;
        bool hasKek = chain.Next == PayloadType.SaKek;
        if (hasKek)
        {
            reason = chain.TryRead(out ReadOnlySpan<byte> body);
            if (reason == DiscardReason.None)
            {
                reason = SaKekPayload.TryRead(body, out kek);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        if (chain.Next == PayloadType.GroupAssociatedPolicy)
        {
            reason = chain.TryRead(out ReadOnlySpan<byte> body);
            if (reason != DiscardReason.None)
            {
                return reason;
            }

            reason = GroupAssociatedPolicy.TryRead(body, out GroupAssociatedPolicy read);
            if (reason != DiscardReason.None)
            {
                return reason;
            }

            // A member's request: it belongs to message 3 of GROUPKEY-PULL, never to an SA (RFC 6407 section 5.4).
            if (read.SenderIdRequest is not null)
            {
                return DiscardReason.AttributeUnknown;
            }

            policy = read;
        }

        reason = TryReadTeks(ref chain, out ReadOnlySpan<byte> teks);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        if (!hasKek && teks.IsEmpty)
        {
            return DiscardReason.PayloadMissing;
        }

        payload = new(hasKek, kek, policy, teks);
        return DiscardReason.None;
    }

    private static DiscardReason TryReadTeks(scoped ref PayloadChainReader chain, out ReadOnlySpan<byte> teks)
    {
        teks = chain.Rest;
        while (chain.Next == PayloadType.SaTek)
        {
            DiscardReason reason = chain.TryRead(out ReadOnlySpan<byte> body);
            if (reason == DiscardReason.None)
            {
                reason = SaTekPayload.TryRead(body, out _);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        DiscardReason end = chain.CheckEnd();
        if (end != DiscardReason.None)
        {
            return end;
        }

        return chain.Rest.IsEmpty ? DiscardReason.None : DiscardReason.TrailingOctets;
    }

    /// <summary>Walks the SA TEK payloads.</summary>
    public ref struct TekEnumerator
    {
        private PayloadChainReader _chain;
        private SaTekPayload _current;

        internal TekEnumerator(ReadOnlySpan<byte> teks) =>
            _chain = new(teks, teks.IsEmpty ? PayloadType.None : PayloadType.SaTek);

        public readonly SaTekPayload Current => _current;

        public readonly TekEnumerator GetEnumerator() => this;

        public bool MoveNext() =>
            _chain.TryRead(PayloadType.SaTek, out ReadOnlySpan<byte> body) == DiscardReason.None
            && SaTekPayload.TryRead(body, out _current) == DiscardReason.None;
    }
}
