using System.Buffers.Binary;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks a GROUPKEY-PUSH that is decrypted: SEQ, [D,] SA, KD, SIG (RFC 6407 section 4).</summary>
internal sealed class PushWalk
{
    private readonly InspectionRecord _record;
    private readonly bool _wasEncrypted;
    private readonly PayloadWalk _chain;
    private WalkedSecurityAssociation? _policy;
    private IReadOnlyList<WalkedKeyPacket>? _keys;
    private bool _hasDeletes;

    private PushWalk(FieldCursor region, in WalkedHeader header, bool wasEncrypted)
    {
        _record = region.Record;
        _wasEncrypted = wasEncrypted;
        _chain = new PayloadWalk(region, header.NextPayload, IsakmpHeader.NextPayloadOffset, linkSize: 1);
    }

    /// <summary>The number in SEQ; null if it cannot be read.</summary>
    public SequenceNumber? Sequence { get; private set; }

    /// <summary>Where the SIG payload's signature is, and its octets; null if there is none.</summary>
    public (int Offset, int Length)? Signature { get; private set; }

    /// <summary>The next Rekey SA, if SA and KD bring one that can be used.</summary>
    public BroughtRekeySa? Brought { get; private set; }

    /// <param name="region">What follows the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="wasEncrypted">
    /// Whether it was decrypted here: then padding may follow, and SA, KD and SIG must be there as RFC 6407 wants.
    /// </param>
    public static PushWalk Walk(FieldCursor region, in WalkedHeader header, bool wasEncrypted)
    {
        var walk = new PushWalk(region, header, wasEncrypted);
        walk.WalkPayloads();
        PaddingWalk.Walk(region, isLast: walk._chain.Next == 0, wasEncrypted);
        if (!walk._record.HasProblems)
        {
            walk.JudgeKeys();
            walk.TakeRekeySa();
            walk.NoteAbsence();
        }

        return walk;
    }

    private void WalkPayloads()
    {
        _chain.Expect(PayloadType.SequenceNumber);
        if (!TryWalkNext())
        {
            return;
        }

        while (_chain.IsNext(PayloadType.Delete) && TryWalkNext())
        {
            _hasDeletes = true;
        }

        bool hasPolicy = _chain.IsNext(PayloadType.SecurityAssociation);
        bool mustHavePolicy = _wasEncrypted && !_hasDeletes;
        if (hasPolicy ? !TryWalkNext() : mustHavePolicy && !ExpectOpening(PayloadType.SecurityAssociation))
        {
            WalkAnyOthers();
            return;
        }

        bool hasKeys = _chain.IsNext(PayloadType.KeyDownload);
        if (_wasEncrypted && hasKeys != hasPolicy)
        {
            // Without an SA a KD is out of place; with one it must come.
            ExpectOpening(hasKeys ? PayloadType.Signature : PayloadType.KeyDownload);
        }

        if (hasKeys && !TryWalkNext())
        {
            return;
        }

        if (_wasEncrypted || _chain.Next != 0)
        {
            _chain.Expect(PayloadType.Signature, closing: null);
            if (_chain.IsNext(PayloadType.Signature) && TryWalkNext())
            {
                _chain.Expect(PayloadType.None);
            }
        }

        WalkAnyOthers();
    }

    private bool ExpectOpening(PayloadType type) => _chain.Expect(type, closing: PayloadType.Signature);

    /// <summary>Names what follows where the order is lost.</summary>
    private void WalkAnyOthers()
    {
        while (TryWalkNext())
        {
        }
    }

    private bool TryWalkNext()
    {
        if (!_chain.TryRead(out WalkedPayload payload))
        {
            return false;
        }

        switch (payload.Type)
        {
            case PayloadType.SequenceNumber:
                Sequence = SequenceWalk.Walk(payload) ?? Sequence;
                break;
            case PayloadType.Delete:
                DeleteWalk.Walk(payload);
                break;
            case PayloadType.SecurityAssociation:
                _policy = SecurityAssociationWalk.Walk(payload);
                if (_policy.Kek is { } kek)
                {
                    KekAttributesWalk.JudgeManagement(_record, kek.Attributes);
                }

                break;
            case PayloadType.KeyDownload:
                _keys = KeyDownloadWalk.Walk(payload);
                break;
            case PayloadType.Signature:
                WalkSignature(payload);
                break;
            default:
                payload.Body.NameRest("body");
                break;
        }

        return true;
    }

    private void WalkSignature(in WalkedPayload payload)
    {
        FieldCursor cursor = payload.Body;
        Signature = (cursor.Position, cursor.Remaining);
        if (cursor.IsAtEnd)
        {
            PayloadWalk.RefuseShort(cursor, payload.LengthOffset, "5 or more: the signature");
        }
        else
        {
            cursor.TryOctets(cursor.Remaining, "signature");
        }
    }

    /// <summary>Every SAK and SAT has its keys (RFC 6407 sections 4 and 4.3).</summary>
    private void JudgeKeys()
    {
        if (_policy is null || _keys is null)
        {
            return;
        }

        if (_keys.FirstOrDefault(packet => packet.Type == KeyPacketType.SenderId) is { } sender)
        {
            _record.Refuse(
                sender.TypeOffset, 1, DiscardReason.KeyPacketType, "SID (4)",
                "1 to 3: sender identifiers go to one member each, by GROUPKEY-PULL alone (RFC 6407 section 5.6.4.4)");
        }

        if (_policy.Kek is { } kek)
        {
            JudgeKek(kek.SpiOffset, kek.Spi, kek.Attributes);
        }

        // By SPI, because both lists may be thousands long.
        var packets = new Dictionary<uint, WalkedKeyPacket>();
        foreach (WalkedKeyPacket packet in _keys.Where(packet => packet.Type == KeyPacketType.Tek))
        {
            packets.TryAdd(BinaryPrimitives.ReadUInt32BigEndian(packet.Spi), packet);
        }

        foreach (WalkedTek tek in _policy.Teks)
        {
            JudgeTek(tek, packets.GetValueOrDefault(BinaryPrimitives.ReadUInt32BigEndian(tek.Spi)));
        }
    }

    private void JudgeTek(WalkedTek tek, WalkedKeyPacket? packet)
    {
        if (packet is null)
        {
            _record.Refuse(
                tek.Offset, tek.Spi.Length, DiscardReason.KeyMissing,
                $"a SAT of SPI {Convert.ToHexStringLower(tek.Spi)} without a TEK packet in KD",
                "one (RFC 6407 section 4)");
            return;
        }

        (int Integrity, int Algorithm) found =
            (packet.IntegrityKey?.ValueLength ?? 0, packet.AlgorithmKey?.ValueLength ?? 0);
        if (tek.KeyLengths is { } wanted && found != wanted)
        {
            _record.Refuse(
                packet.TypeOffset, 1, DiscardReason.KeyLength,
                $"TEK_INTEGRITY_KEY of {found.Integrity} and TEK_ALGORITHM_KEY of {found.Algorithm} octets",
                $"{wanted.Integrity} and {wanted.Algorithm}, as the SAT's algorithms want (RFC 8052 section 2.3)");
        }
    }

    private void JudgeKek(int spiOffset, byte[] spi, in WalkedKekAttributes attributes)
    {
        if (Find(KeyPacketType.Kek, spi) is { } packet)
        {
            if (packet.AlgorithmKey is { } key && key.ValueLength != attributes.AlgorithmKeyLength)
            {
                _record.Refuse(
                    key.Offset + 2, 2, DiscardReason.KeyLength,
                    $"a KEK_ALGORITHM_KEY of {key.ValueLength} octets",
                    $"{attributes.AlgorithmKeyLength}: IV and key, as the SAK announces");
            }
        }
        else if (!attributes.UsesLkh || Find(KeyPacketType.Lkh, spi) is not { Arrays.Count: > 0 })
        {
            _record.Refuse(
                spiOffset, spi.Length, DiscardReason.KeyMissing,
                $"an SAK of SPI {Convert.ToHexStringLower(spi)} without its key in KD",
                $"a KEK packet of that SPI{(attributes.UsesLkh ? ", or an LKH packet of it with an array" : "")}");
        }

        foreach (WalkedLkhArray array in Find(KeyPacketType.Lkh, spi)?.Arrays ?? [])
        {
            if (array.KeyDataLength != attributes.AlgorithmKeyLength || array.KeyType != attributes.Algorithm)
            {
                _record.Refuse(
                    array.Offset, array.Length, DiscardReason.KeyLength,
                    $"keys for {RegistryNames.KekAlgorithmName(array.KeyType)} of {array.KeyDataLength} octets with IV",
                    $"{RegistryNames.KekAlgorithmName(attributes.Algorithm)}, {attributes.AlgorithmKeyLength}: as the "
                    + "SAK announces (RFC 6407 section 5.3.2)");
            }
        }
    }

    private void TakeRekeySa()
    {
        if (_policy?.Kek is not { } kek
            || kek.Attributes.Algorithm != (uint)KekAlgorithm.Aes
            || Find(KeyPacketType.Kek, kek.Spi) is not { AlgorithmKey: { } key } packet
            || key.ValueLength is not (32 or 40 or 48))
        {
            return;
        }

        ReadOnlyMemory<byte> signatureKey = packet.SignatureKey is { } attribute
            ? _record.Octets.Slice(attribute.ValueOffset, attribute.ValueLength)
            : default;
        Brought = new BroughtRekeySa(
            Cookies.Read(kek.Spi),
            new Kek(_record.Span.Slice(key.ValueOffset, key.ValueLength)),
            signatureKey.ToArray());
    }

    private void NoteAbsence()
    {
        if (_policy is null)
        {
            _record.Note(
                IsakmpHeader.Size, "no SA: RFC 6407 section 5.9 omits SA and KD only beside Delete payloads");
        }
        else if (_keys is null)
        {
            _record.Note(IsakmpHeader.Size, "no KD beside the SA: a PUSH on the wire has one (RFC 6407 section 4)");
        }

        if (Signature is null)
        {
            _record.Note(IsakmpHeader.Size, "no SIG: a PUSH on the wire has one (RFC 6407 section 4)");
        }
    }

    private WalkedKeyPacket? Find(KeyPacketType type, byte[] spi) =>
        _keys?.FirstOrDefault(packet => packet.Type == type && packet.Spi.AsSpan().SequenceEqual(spi));
}
