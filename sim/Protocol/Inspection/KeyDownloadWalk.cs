using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>A key packet as a walk found it.</summary>
/// <param name="Type">KD type.</param>
/// <param name="TypeOffset">Where the KD type stands.</param>
/// <param name="Spi">Its SPI.</param>
/// <param name="AlgorithmKey">TEK_ALGORITHM_KEY or KEK_ALGORITHM_KEY; null if absent.</param>
/// <param name="IntegrityKey">TEK_INTEGRITY_KEY; null if absent.</param>
/// <param name="SignatureKey">SIG_ALGORITHM_KEY of a KEK packet; null if absent.</param>
/// <param name="Arrays">The LKH arrays in it.</param>
internal sealed record WalkedKeyPacket(
    KeyPacketType Type,
    int TypeOffset,
    byte[] Spi,
    WalkedAttribute? AlgorithmKey,
    WalkedAttribute? IntegrityKey,
    WalkedAttribute? SignatureKey,
    IReadOnlyList<WalkedLkhArray> Arrays);

/// <summary>Walks KD, the key download payload (RFC 6407 section 5.6).</summary>
internal sealed class KeyDownloadWalk
{
    // KD type (1), reserved (1), KD length (2), SPI size (1).
    private const int PacketHeaderSize = 5;

    // LKH_UPDATE_ARRAY (section 5.6.3).
    private const uint UpdateArray = 2;

    private readonly InspectionRecord _record;
    private readonly List<WalkedKeyPacket> _packets = [];

    // All bits of the sender identifiers of the packet.
    private uint _senderIds;

    private KeyDownloadWalk(InspectionRecord record) => _record = record;

    /// <summary>Walks a KD and gives its packets, as far as they can be read.</summary>
    public static IReadOnlyList<WalkedKeyPacket> Walk(in WalkedPayload payload)
    {
        var walk = new KeyDownloadWalk(payload.Body.Record);
        walk.WalkPackets(payload);
        return walk._packets;
    }

    private void WalkPackets(in WalkedPayload payload)
    {
        FieldCursor cursor = payload.Body;
        if (!cursor.TryNumber(2, "number of key packets", out WireNumber count)
            || !cursor.TryNumber(2, "reserved", out WireNumber reserved))
        {
            PayloadWalk.RefuseShort(
                cursor, payload.LengthOffset, "13 or more: number of key packets, reserved, packets");
            return;
        }

        if (reserved.Value != 0)
        {
            _record.Refuse(reserved, DiscardReason.ReservedNotZero, "0");
        }

        if (count.Value == 0)
        {
            _record.Refuse(count, DiscardReason.KeyPacketCount, "1 or more");
        }

        uint read = 0;
        while (!cursor.IsAtEnd && (read < count.Value || count.Value == 0))
        {
            if (!TryWalkPacket(cursor))
            {
                cursor.NameRest("not readable");
                return;
            }

            read++;
        }

        if (count.Value > read || (count.Value > 0 && !cursor.IsAtEnd))
        {
            string holds = cursor.IsAtEnd ? $"{read}: what the payload holds" : "more: octets are left after them";
            _record.Refuse(count, DiscardReason.KeyPacketCount, holds);
            cursor.NameRest("surplus octets");
        }

        JudgeRepeatedTeks();
    }

    private void JudgeRepeatedTeks()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (WalkedKeyPacket packet in _packets.Where(packet => packet.Type == KeyPacketType.Tek))
        {
            string spi = Convert.ToHexStringLower(packet.Spi);
            if (!seen.Add(spi))
            {
                _record.Refuse(
                    packet.TypeOffset, 1, DiscardReason.KeyPacketRepeated,
                    $"a second TEK packet of SPI {spi}", "one for each SPI (RFC 6407 section 5.6)");
            }
        }
    }

    private bool TryWalkPacket(FieldCursor cursor)
    {
        int start = cursor.Position;
        if (cursor.Remaining < PacketHeaderSize)
        {
            _record.Refuse(
                start, cursor.Remaining, DiscardReason.KeyPacketLength,
                $"{cursor.Remaining} octets for a key packet", $"{PacketHeaderSize} or more");
            return false;
        }

        int length = (_record.Span[start + 2] << 8) | _record.Span[start + 3];
        if (length < PacketHeaderSize || length > cursor.Remaining)
        {
            _record.Refuse(
                start + 2, 2, DiscardReason.KeyPacketLength,
                $"a key packet length of {length}", $"{PacketHeaderSize} to {cursor.Remaining}: what is left");
            return false;
        }

        uint kind = _record.Span[start];
        InspectedField part = cursor.Part.Add($"key packet {RegistryNames.KeyPacket(kind)}", start, length, "");
        WalkPacket(cursor.Inner(part, length));
        return true;
    }

    private void WalkPacket(FieldCursor cursor)
    {
        cursor.TryNumber(1, "KD type", out WireNumber type, RegistryNames.KeyPacket);
        cursor.TryNumber(1, "reserved", out WireNumber reserved);
        cursor.TryNumber(2, "KD length", out _);
        cursor.TryNumber(1, "SPI size", out WireNumber spiSize);
        if (reserved.Value != 0)
        {
            _record.Refuse(reserved, DiscardReason.ReservedNotZero, "0");
        }

        if (type.Value is 0 or > (uint)KeyPacketType.SenderId)
        {
            _record.Refuse(type, DiscardReason.KeyPacketType, "1 to 4 (RFC 6407 section 5.6)");
            cursor.NameRest("body");
            return;
        }

        var kind = (KeyPacketType)type.Value;
        int wanted = kind switch
        {
            KeyPacketType.Tek => 4,
            KeyPacketType.SenderId => 0,
            _ => Cookies.Length,
        };
        if (spiSize.Value != wanted || wanted > cursor.Remaining)
        {
            string room = wanted > cursor.Remaining ? $", and as many octets: {cursor.Remaining} are left" : "";
            _record.Refuse(
                spiSize, DiscardReason.SpiSize, $"{wanted} for {RegistryNames.KeyPacket(type.Value)}{room}");
            cursor.NameRest("body");
            return;
        }

        byte[] spi = _record.Span.Slice(cursor.Position, wanted).ToArray();
        if (wanted > 0)
        {
            cursor.TryOctets(wanted, "SPI");
        }

        if (kind == KeyPacketType.Tek && !spi.AsSpan().ContainsAnyExcept((byte)0))
        {
            _record.Refuse(
                spiSize.Offset + 1, wanted, DiscardReason.ZeroSpi, "an SPI of zeros",
                "any other: in D it means every SA (RFC 6407 section 5.9)");
        }

        _senderIds = 0;
        WalkAttributes(cursor, kind, type.Offset, spi);
    }

    private void WalkAttributes(FieldCursor cursor, KeyPacketType kind, int typeOffset, byte[] spi)
    {
        int start = cursor.Position;
        int before = _record.Problems.Count;
        var seen = new Dictionary<uint, WalkedAttribute>();
        var arrays = new List<WalkedLkhArray>();
        while (!cursor.IsAtEnd)
        {
            if (!AttributeWalk.TryRead(
                cursor, type => RegistryNames.KeyAttribute(kind, type),
                kind == KeyPacketType.SenderId ? null : (_, _) => "",
                out WalkedAttribute attribute))
            {
                return;
            }

            Judge(kind, attribute, seen, arrays);
            seen.TryAdd(attribute.Type, attribute);
        }

        if (_record.Problems.Count == before)
        {
            JudgeWhole(kind, seen, start, cursor.End);
        }

        // A repeat of such a packet is told after what is wrong inside it.
        if (kind is KeyPacketType.Kek or KeyPacketType.Lkh && _packets.Exists(packet => packet.Type == kind))
        {
            _record.Refuse(
                typeOffset, 1, DiscardReason.KeyPacketRepeated,
                $"a second {RegistryNames.KeyPacket((uint)kind)} packet", "one (RFC 6407 sections 5.6.2 and 5.6.3)");
        }

        _packets.Add(new WalkedKeyPacket(
            kind, typeOffset, spi,
            seen.TryGetValue(1, out WalkedAttribute key) ? key : null,
            kind == KeyPacketType.Tek && seen.TryGetValue(2, out WalkedAttribute integrity) ? integrity : null,
            kind == KeyPacketType.Kek && seen.TryGetValue(2, out WalkedAttribute signature) ? signature : null,
            arrays));
    }

    private void Judge(
        KeyPacketType kind,
        in WalkedAttribute attribute,
        Dictionary<uint, WalkedAttribute> seen,
        List<WalkedLkhArray> arrays)
    {
        uint highest = kind is KeyPacketType.Tek or KeyPacketType.Lkh ? 3u : 2u;
        bool isBasic = kind == KeyPacketType.SenderId && attribute.Type == 1;
        if (attribute.Type == 0 || attribute.Type > highest)
        {
            AttributeWalk.RefuseUnknown(_record, attribute, $"1 to {highest} (RFC 6407 section 5.6)");
        }
        else if (attribute.IsBasic != isBasic)
        {
            AttributeWalk.RefuseFormat(_record, attribute);
        }
        else if (attribute.ValueLength == 0)
        {
            _record.Refuse(
                attribute.Offset + 2, 2, DiscardReason.AttributeValue, "a value of 0 octets", "1 octet or more");
        }
        else if (kind == KeyPacketType.SenderId)
        {
            JudgeSenderId(attribute, seen);
        }
        else
        {
            Show(kind, attribute, arrays);
            bool mayRepeat = kind == KeyPacketType.Lkh && attribute.Type == UpdateArray;
            if (seen.ContainsKey(attribute.Type) && !mayRepeat)
            {
                AttributeWalk.RefuseRepeated(_record, attribute);
            }
        }
    }

    private void JudgeSenderId(in WalkedAttribute attribute, Dictionary<uint, WalkedAttribute> seen)
    {
        bool isBits = attribute.Type == 1;
        if (isBits && seen.ContainsKey(attribute.Type))
        {
            AttributeWalk.RefuseRepeated(_record, attribute);
        }
        else if (isBits && attribute.Number is 0 or > SenderIds.MaximumBits)
        {
            AttributeWalk.RefuseValue(
                _record, attribute, $"{attribute.Number} bits", $"1 to {SenderIds.MaximumBits}");
        }
        else if (!isBits && attribute.ValueLength > 4)
        {
            _record.Refuse(
                attribute.Offset + 2, 2, DiscardReason.AttributeValue,
                $"a value of {attribute.ValueLength} octets", "1 to 4");
        }

        _senderIds |= isBits ? 0 : attribute.Number;
    }

    /// <summary>Judges what can be said of a packet's attributes only together.</summary>
    private void JudgeWhole(KeyPacketType kind, Dictionary<uint, WalkedAttribute> seen, int start, int end)
    {
        uint[] mandatory = kind switch
        {
            KeyPacketType.Kek => [1],
            KeyPacketType.SenderId => [1, 2],
            _ => [],
        };
        IEnumerable<uint> absent = mandatory.Where(type => !seen.ContainsKey(type));
        string[] missing = mandatory.Length == 0 && end == start
            ? ["attribute"]
            : [.. absent.Select(type => RegistryNames.KeyAttribute(kind, type))];
        if (missing.Length > 0)
        {
            _record.Refuse(
                start, end - start, DiscardReason.AttributeMissing, $"no {string.Join(", no ", missing)}",
                mandatory.Length == 0 ? "one or more (RFC 6407 section 5.6)" : "each of them (RFC 6407 section 5.6)");
        }
        else if (kind == KeyPacketType.SenderId && seen[1].Number < 32 && _senderIds >> (int)seen[1].Number != 0)
        {
            _record.Refuse(
                start, end - start, DiscardReason.AttributeValue, $"a SID_VALUE of more than {seen[1].Number} bits",
                "as many bits as NUMBER_OF_SID_BITS says");
        }
    }

    /// <summary>Takes values apart that have parts of their own.</summary>
    private void Show(KeyPacketType kind, in WalkedAttribute attribute, List<WalkedLkhArray> arrays)
    {
        InspectedField value = attribute.Field.Children[^1];
        ReadOnlySpan<byte> octets = _record.Span.Slice(attribute.ValueOffset, attribute.ValueLength);
        value.Value = FieldCursor.Hex(octets);
        attribute.Field.Value = $"{attribute.ValueLength} octets";
        if (kind == KeyPacketType.Lkh && attribute.Type is 1 or UpdateArray)
        {
            var cursor = new FieldCursor(
                _record, value, attribute.ValueOffset, attribute.ValueOffset + attribute.ValueLength);
            if (LkhArrayWalk.Walk(cursor, isUpdate: attribute.Type == UpdateArray) is { } array)
            {
                arrays.Add(array);
            }
        }
        else if (kind == KeyPacketType.Kek && attribute.Type == 1 && attribute.ValueLength is 32 or 40 or 48)
        {
            value.Add("IV", attribute.ValueOffset, 16, FieldCursor.Hex(octets[..16]));
            value.Add("key", attribute.ValueOffset + 16, octets.Length - 16, FieldCursor.Hex(octets[16..]));
        }
    }
}
