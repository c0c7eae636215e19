using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>
/// The SA payload of a phase 1: DOI (4), situation (4), one proposal for ISAKMP with its transforms (RFC 2408 sections
/// 3.4 to 3.6; RFC 2409 section 5; RFC 6407 section 2.1). Everything in it was checked when it was read.
/// </summary>
public readonly ref struct Phase1Proposal
{
    /// <summary>The IPsec DOI: what IKE itself uses (RFC 2407).</summary>
    public const uint IpsecDomain = 1;

    // PROTO_ISAKMP and KEY_IKE (RFC 2407 sections 4.4.1 and 4.4.2).
    private const byte IsakmpProtocol = 1;
    private const byte KeyIke = 1;

    // SIT_IDENTITY_ONLY of the IPsec DOI (RFC 2407 section 4.2.1). The GDOI has situation zero (RFC 6407 section 5.2).
    private const uint IdentityOnly = 1;

    private readonly ReadOnlySpan<byte> _transforms;

    private Phase1Proposal(uint domain, byte number, int count, ReadOnlySpan<byte> transforms)
    {
        DomainOfInterpretation = domain;
        Number = number;
        Count = count;
        _transforms = transforms;
    }

    /// <summary>2 for the GDOI ("MUST be", RFC 6407 section 2.1), 1 for the IPsec DOI.</summary>
    public uint DomainOfInterpretation { get; }

    /// <summary>Proposal number.</summary>
    public byte Number { get; }

    /// <summary>Number of transforms: at least 1.</summary>
    public int Count { get; }

    /// <summary>The transforms in their order of preference, for a foreach loop.</summary>
    public Enumerator GetEnumerator() => new(_transforms);

    /// <summary>Reads the body of an SA payload.</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> body, out Phase1Proposal proposal)
    {
        proposal = default;
        var reader = new WireReader(body);
        if (!reader.TryReadUInt32(out uint domain) || !reader.TryReadUInt32(out uint situation))
        {
            return DiscardReason.PayloadTooShort;
        }

        if (domain is not (IpsecDomain or GdoiDomain.DomainOfInterpretation))
        {
            return DiscardReason.DomainOfInterpretation;
        }

        if (situation != SituationOf(domain))
        {
            return DiscardReason.Situation;
        }

        // "There MUST NOT be multiple Proposal Payloads" (RFC 2409 section 5).
        var chain = new PayloadChainReader(reader.Rest, PayloadType.Proposal);
        DiscardReason reason = chain.TryRead(out ReadOnlySpan<byte> octets);
        if (reason == DiscardReason.None)
        {
            reason = chain.CheckEnd();
        }

        if (reason == DiscardReason.None && !chain.Rest.IsEmpty)
        {
            reason = DiscardReason.TrailingOctets;
        }

        return reason == DiscardReason.None ? TryReadProposal(domain, octets, out proposal) : reason;
    }

    /// <summary>Writes the whole SA payload.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="chain">The message's chain.</param>
    /// <param name="domain">1 or 2.</param>
    /// <param name="transforms">At least one, at most 255; numbered from 1.</param>
    internal static bool TryWrite(
        ref WireWriter writer,
        ref PayloadChainWriter chain,
        uint domain,
        ReadOnlySpan<Phase1Transform> transforms)
    {
        if (!TryBegin(ref writer, ref chain, domain, number: 1, (byte)transforms.Length, out int proposal))
        {
            return false;
        }

        for (int i = 0; i < transforms.Length; i++)
        {
            int start = writer.Position;
            byte next = i + 1 < transforms.Length ? (byte)PayloadType.Transform : (byte)PayloadType.None;
            if (!writer.TryWriteUInt32((uint)next << 24)
                || !writer.TryWriteByte((byte)(i + 1))
                || !writer.TryWriteByte(KeyIke)
                || !writer.TryWriteUInt16(0)
                || !transforms[i].TryWrite(ref writer))
            {
                return false;
            }

            writer.ReplaceUInt16(start + 2, (ushort)(writer.Position - start));
        }

        return TryEnd(ref writer, ref chain, proposal);
    }

    /// <summary>
    /// Writes the whole SA payload of the answer: the chosen transform, octet for octet as it was offered.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="chain">The message's chain.</param>
    /// <param name="proposal">What was offered.</param>
    /// <param name="chosen">One of its transforms.</param>
    internal static bool TryWriteChoice(
        ref WireWriter writer, ref PayloadChainWriter chain, in Phase1Proposal proposal, in Offer chosen)
    {
        int size = PayloadChainReader.GenericHeaderSize + chosen.Octets.Length;
        return TryBegin(
                ref writer, ref chain, proposal.DomainOfInterpretation, proposal.Number, count: 1, out int start)
            && writer.TryWriteUInt32((uint)size)
            && writer.TryWriteOctets(chosen.Octets)
            && TryEnd(ref writer, ref chain, start);
    }

    // An SA names no type for what is in it: the proposal begins at once (RFC 2408 section 3.4).
    private static bool TryBegin(
        ref WireWriter writer, ref PayloadChainWriter chain, uint domain, byte number, byte count, out int proposal)
    {
        bool hasBegun = chain.TryBegin(ref writer, PayloadType.SecurityAssociation)
            && writer.TryWriteUInt32(domain)
            && writer.TryWriteUInt32(SituationOf(domain));
        proposal = writer.Position;
        return hasBegun
            && writer.TryWriteUInt32(0)
            && writer.TryWriteByte(number)
            && writer.TryWriteByte(IsakmpProtocol)
            && writer.TryWriteByte(0)
            && writer.TryWriteByte(count);
    }

    private static bool TryEnd(ref WireWriter writer, ref PayloadChainWriter chain, int proposal)
    {
        writer.ReplaceUInt16(proposal + 2, (ushort)(writer.Position - proposal));
        return chain.TryEnd(ref writer);
    }

    private static uint SituationOf(uint domain) => domain == IpsecDomain ? IdentityOnly : 0;

    private static DiscardReason TryReadProposal(uint domain, ReadOnlySpan<byte> octets, out Phase1Proposal proposal)
    {
        proposal = default;
        var reader = new WireReader(octets);
        if (!reader.TryReadByte(out byte number)
            || !reader.TryReadByte(out byte protocol)
            || !reader.TryReadByte(out byte spiSize)
            || !reader.TryReadByte(out byte count))
        {
            return DiscardReason.PayloadTooShort;
        }

        if (protocol != IsakmpProtocol || count == 0)
        {
            return DiscardReason.ProposalForm;
        }

        // "From zero (0) to sixteen (16)": the cookies are the SPI, whatever stands here (RFC 2408 section 3.5).
        if (spiSize > Cookies.Length || !reader.TryReadOctets(spiSize, out _))
        {
            return DiscardReason.SpiSize;
        }

        var chain = new PayloadChainReader(reader.Rest, PayloadType.Transform);
        int previous = -1;
        for (int i = 0; i < count; i++)
        {
            DiscardReason reason = chain.TryRead(PayloadType.Transform, out ReadOnlySpan<byte> body);
            if (reason == DiscardReason.None)
            {
                reason = CheckTransform(body, ref previous);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        if (chain.Next != PayloadType.None || !chain.Rest.IsEmpty)
        {
            return DiscardReason.ProposalForm;
        }

        proposal = new(domain, number, count, reader.Rest);
        return DiscardReason.None;
    }

    // Transform number (1), transform ID (1), reserved (2), attributes. Numbers ascend, so that none stands twice.
    private static DiscardReason CheckTransform(ReadOnlySpan<byte> body, ref int previous)
    {
        if (body.Length < 4)
        {
            return DiscardReason.PayloadTooShort;
        }

        if (body[0] <= previous || body[1] != KeyIke)
        {
            return DiscardReason.ProposalForm;
        }

        if ((body[2] | body[3]) != 0)
        {
            return DiscardReason.ReservedNotZero;
        }

        previous = body[0];
        DiscardReason reason = Phase1Transform.TryRead(body[4..], out _);
        return reason == DiscardReason.NoProposalChosen ? DiscardReason.None : reason;
    }

    /// <summary>A transform as it is offered.</summary>
    public readonly ref struct Offer
    {
        /// <summary>Transform number.</summary>
        public byte Number => Octets[0];

        /// <summary>Whether this project has what it wants.</summary>
        public required bool IsKnown { get; init; }

        /// <summary>What it wants, meaningful if known.</summary>
        public required Phase1Transform Value { get; init; }

        /// <summary>Its octets, from the transform number on.</summary>
        public required ReadOnlySpan<byte> Octets { get; init; }
    }

    /// <summary>Walks the transforms.</summary>
    public ref struct Enumerator
    {
        private PayloadChainReader _chain;
        private Offer _current;

        internal Enumerator(ReadOnlySpan<byte> transforms) =>
            _chain = new(transforms, transforms.IsEmpty ? PayloadType.None : PayloadType.Transform);

        public readonly Offer Current => _current;

        public bool MoveNext()
        {
            if (_chain.TryRead(PayloadType.Transform, out ReadOnlySpan<byte> body) != DiscardReason.None)
            {
                return false;
            }

            DiscardReason reason = Phase1Transform.TryRead(body[4..], out Phase1Transform value);
            _current = new() { IsKnown = reason == DiscardReason.None, Value = value, Octets = body };
            return true;
        }
    }
}
