using System.Globalization;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>An LKH array as a walk found it.</summary>
/// <param name="Offset">Its first octet.</param>
/// <param name="Length">Its octets.</param>
/// <param name="KeyDataLength">Octets of IV and key of each of its keys.</param>
/// <param name="KeyType">The cipher that the first of its keys is for.</param>
internal sealed record WalkedLkhArray(int Offset, int Length, int KeyDataLength, uint KeyType);

/// <summary>
/// Walks LKH_DOWNLOAD_ARRAY and LKH_UPDATE_ARRAY (RFC 6407 section 5.6.3). An LKH key does not say how long it is: all
/// of an array are equally long.
/// </summary>
internal static class LkhArrayWalk
{
    /// <param name="cursor">The attribute's value.</param>
    /// <param name="isUpdate">Whether it is an update array, whose head names the key that encrypts the first.</param>
    /// <returns>The array; null, with a problem recorded, if its keys cannot be told apart.</returns>
    public static WalkedLkhArray? Walk(FieldCursor cursor, bool isUpdate)
    {
        InspectionRecord record = cursor.Record;
        if (!cursor.TryNumber(1, "LKH version", out WireNumber version)
            || !cursor.TryNumber(2, "number of LKH keys", out WireNumber count)
            || !cursor.TryNumber(1, "reserved", out WireNumber reserved))
        {
            RefuseShort(cursor);
            return null;
        }

        cursor.Part.Value = $"{count.Value} LKH keys";
        if (version.Value != LkhDownloadArray.Version)
        {
            record.Refuse(version, DiscardReason.LkhVersion, "1 (RFC 6407 section 5.6.3)");
        }

        JudgeReserved(record, reserved);
        if (isUpdate)
        {
            if (!cursor.TryNumber(2, "LKH ID of the encrypting key", out WireNumber _)
                || !cursor.TryNumber(2, "reserved 2", out WireNumber second)
                || !cursor.TryNumber(4, "key handle of the encrypting key", out WireNumber _))
            {
                RefuseShort(cursor);
                return null;
            }

            JudgeReserved(record, second);
        }

        return WalkKeys(cursor, count, isUpdate);
    }

    private static void JudgeReserved(InspectionRecord record, in WireNumber reserved)
    {
        if (reserved.Value != 0)
        {
            record.Refuse(reserved, DiscardReason.ReservedNotZero, "0");
        }
    }

    private static void RefuseShort(FieldCursor cursor)
    {
        int length = cursor.End - cursor.Part.Offset;
        cursor.Record.Refuse(
            cursor.Part.Offset, length, DiscardReason.LkhKeyLength, $"an array of {length} octets",
            "more: it ends inside its head (RFC 6407 section 5.6.3)");
        cursor.NameRest("incomplete");
    }

    private static WalkedLkhArray? WalkKeys(FieldCursor cursor, in WireNumber count, bool isUpdate)
    {
        InspectionRecord record = cursor.Record;
        if (count.Value == 0)
        {
            record.Refuse(count, DiscardReason.LkhKeyCount, "1 or more (RFC 6407 section 5.6.3.1)");
            return null;
        }

        int size = cursor.Remaining / (int)count.Value;
        if (cursor.Remaining % (int)count.Value != 0 || size < LkhKey.FixedSize)
        {
            record.Refuse(
                count, DiscardReason.LkhKeyLength,
                $"a number of keys that divides {cursor.Remaining} octets into parts of {LkhKey.FixedSize} or more");
            cursor.NameRest("LKH keys");
            return null;
        }

        uint firstType = 0;
        var identifiers = new List<WireNumber>();
        for (int i = 0; i < count.Value; i++)
        {
            InspectedField part = cursor.Part.Add($"LKH key {i + 1}", cursor.Position, size, "");
            (WireNumber identifier, uint type) = WalkKey(cursor.Inner(part, size), isUpdate);
            firstType = i == 0 ? type : firstType;
            identifiers.Add(identifier);
        }

        // Told after what is wrong inside the keys.
        var seen = new HashSet<uint>();
        foreach (WireNumber repeated in identifiers.Where(identifier => !seen.Add(identifier.Value)))
        {
            record.Refuse(
                repeated, DiscardReason.AttributeRepeated, "a node of its own for each key (RFC 6407 section 5.6.3)");
        }

        return new WalkedLkhArray(
            cursor.Part.Offset, cursor.End - cursor.Part.Offset, size - LkhKey.FixedSize, firstType);
    }

    /// <summary>Walks a key and gives its node and type.</summary>
    private static (WireNumber Identifier, uint Type) WalkKey(FieldCursor key, bool isUpdate)
    {
        InspectionRecord record = key.Record;
        key.TryNumber(2, "LKH ID", out WireNumber identifier);
        key.TryNumber(1, "key type", out WireNumber type, RegistryNames.KekAlgorithmName);
        key.TryNumber(1, "reserved", out WireNumber reserved);
        key.TryNumber(4, "key creation date", out _, Date);
        key.TryNumber(4, "key expiration date", out _, Date);
        key.TryNumber(4, "key handle", out WireNumber handle);
        int offset = key.Position;
        int length = key.Remaining;
        key.TryOctets(length, isUpdate ? "key data, encrypted" : "key data");
        key.Part.Value = $"LKH ID {identifier.Value}, key handle {handle.Value}";
        if (type.Value is 0 or > (uint)KekAlgorithm.Aes)
        {
            record.Refuse(type, DiscardReason.AttributeValue, "1 to 3 (RFC 6407 section 5.3.2)");
        }

        JudgeReserved(record, reserved);
        int[] possible = (KekAlgorithm)type.Value switch
        {
            KekAlgorithm.Des => [16],
            KekAlgorithm.TripleDes => [32],
            // An IV with a key of 192 bits is no whole number of blocks: it cannot be encrypted without padding.
            _ => isUpdate ? [32, 48] : [32, 40, 48],
        };
        if (!possible.Contains(length))
        {
            record.Refuse(
                offset, length, DiscardReason.LkhKeyLength, $"{length} octets of key data",
                $"{string.Join(" or ", possible)} for {RegistryNames.KekAlgorithmName(type.Value)}");
        }

        return (identifier, type.Value);
    }

    private static string Date(uint seconds) => seconds == 0
        ? "none (0)"
        : DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
