using System.Globalization;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// Walks LKH_DOWNLOAD_ARRAY and LKH_UPDATE_ARRAY (RFC 6407 section 5.6.3). An LKH key does not say how long it is: the
/// SAK does, or the array's length divided by its number of keys. What does not fit is a note: members that hold no key
/// of the array pass over it unread.
/// </summary>
internal static class LkhArrayWalk
{
    // LKH ID (2), key type (1), reserved (1), creation and expiration date (4 each), key handle (4).
    private const int KeyHeaderSize = 16;

    /// <param name="cursor">The attribute's value.</param>
    /// <param name="isUpdate">Whether it is an update array: its head names the key that encrypts the first one.</param>
    /// <param name="keyLength">Octets of Key Data that the SAK announces; 0 if unknown.</param>
    public static void Walk(FieldCursor cursor, bool isUpdate, int keyLength)
    {
        InspectionRecord record = cursor.Record;
        int start = cursor.Position;
        if (!cursor.TryNumber(1, "LKH version", out WireNumber version)
            || !cursor.TryNumber(2, "number of LKH keys", out WireNumber count)
            || !cursor.TryNumber(1, "reserved", out WireNumber reserved))
        {
            record.Note(start, "the array ends inside its head");
            return;
        }

        cursor.Part.Value = $"{count.Value} LKH keys";
        if (version.Value != 1 || reserved.Value != 0)
        {
            record.Note(start, $"LKH version {version.Value}, reserved {reserved.Value}; the standard has 1 and 0");
        }

        if (isUpdate
            && (!cursor.TryNumber(2, "LKH ID of the encrypting key", out WireNumber _)
                || !cursor.TryNumber(2, "reserved 2", out WireNumber _)
                || !cursor.TryNumber(4, "key handle of the encrypting key", out WireNumber _)))
        {
            record.Note(start, "the array ends inside its head");
            return;
        }

        WalkKeys(cursor, (int)count.Value, isUpdate, keyLength);
    }

    private static void WalkKeys(FieldCursor cursor, int count, bool isUpdate, int announced)
    {
        InspectionRecord record = cursor.Record;
        int size = count > 0 && cursor.Remaining % count == 0 ? cursor.Remaining / count : 0;
        if (count == 0 || size <= KeyHeaderSize)
        {
            record.Note(
                cursor.Position, $"{cursor.Remaining} octets cannot be {count} LKH keys of the same length");
            cursor.NameRest("LKH keys");
            return;
        }

        if (announced > 0 && size - KeyHeaderSize != announced)
        {
            record.Note(
                cursor.Position,
                $"each LKH key has {size - KeyHeaderSize} octets of Key Data; the SAK announces {announced}");
        }

        for (int i = 0; i < count; i++)
        {
            InspectedField part = cursor.Part.Add($"LKH key {i + 1}", cursor.Position, size, "");
            FieldCursor key = cursor.Inner(part, size);
            key.TryNumber(2, "LKH ID", out WireNumber identifier);
            key.TryNumber(1, "key type", out _, RegistryNames.KekAlgorithmName);
            key.TryNumber(1, "reserved", out _);
            key.TryNumber(4, "key creation date", out _, Date);
            key.TryNumber(4, "key expiration date", out _, Date);
            key.TryNumber(4, "key handle", out WireNumber handle);
            key.TryOctets(key.Remaining, isUpdate ? "key data, encrypted" : "key data");
            part.Value = $"LKH ID {identifier.Value}, key handle {handle.Value}";
        }
    }

    private static string Date(uint seconds) => seconds == 0
        ? "none (0)"
        : DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
