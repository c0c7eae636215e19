namespace GdoiSim.Protocol.Inspection;

/// <summary>What the walk over KEK attributes found that others need.</summary>
/// <param name="Algorithm">KEK_ALGORITHM; 0 if absent.</param>
/// <param name="KeyBits">KEK_KEY_LENGTH; 0 if absent.</param>
/// <param name="Management">KEK_MANAGEMENT_ALGORITHM; null if absent.</param>
internal readonly record struct WalkedKekAttributes(uint Algorithm, uint KeyBits, WalkedAttribute? Management)
{
    /// <summary>Whether KEK_MANAGEMENT_ALGORITHM is LKH.</summary>
    public bool UsesLkh => Management?.Number == 1;

    /// <summary>Octets of IV and key that the attributes announce (RFC 6407 section 5.6.2.1).</summary>
    public int AlgorithmKeyLength => Algorithm switch
    {
        1 => 8 + 8,
        2 => 8 + 24,
        _ => 16 + ((int)KeyBits / 8),
    };
}

/// <summary>Walks the KEK attributes of an SAK (RFC 6407 section 5.3, RFC 8263 section 2).</summary>
internal static class KekAttributesWalk
{
    private const uint KekManagementAlgorithm = 1;
    private const uint KekAlgorithm = 2;
    private const uint KekKeyLength = 3;
    private const uint KekKeyLifetime = 4;
    private const uint SignatureAlgorithm = 6;
    private const uint AckRequested = 9;

    public static WalkedKekAttributes Walk(FieldCursor cursor)
    {
        InspectionRecord record = cursor.Record;
        int start = cursor.Position;
        int before = record.Problems.Count;
        var seen = new Dictionary<uint, WalkedAttribute>();
        while (!cursor.IsAtEnd)
        {
            if (!AttributeWalk.TryRead(
                cursor, RegistryNames.KekAttribute, RegistryNames.KekAttributeValue, out WalkedAttribute attribute))
            {
                break;
            }

            Judge(record, attribute, seen);
        }

        if (record.Problems.Count == before)
        {
            JudgeWhole(record, seen, start, cursor.End);
        }

        return new WalkedKekAttributes(
            seen.GetValueOrDefault(KekAlgorithm).Number,
            seen.GetValueOrDefault(KekKeyLength).Number,
            seen.TryGetValue(KekManagementAlgorithm, out WalkedAttribute management) ? management : null);
    }

    /// <summary>In a rekey the attribute says how the group is rekeyed.</summary>
    public static void JudgeManagement(InspectionRecord record, in WalkedKekAttributes attributes)
    {
        if (attributes is { UsesLkh: false, Management: WalkedAttribute management })
        {
            AttributeWalk.RefuseValue(
                record, management, $"{management.Number}", "1, LKH (RFC 6407 section 5.3.1)");
        }
    }

    /// <summary>In a registration it has no place.</summary>
    public static void NoteManagement(InspectionRecord record, in WalkedKekAttributes attributes)
    {
        if (attributes.Management is WalkedAttribute management)
        {
            record.Note(
                management.Offset,
                "KEK_MANAGEMENT_ALGORITHM must not be in a GROUPKEY-PULL, and is ignored (RFC 6407 section 5.3)");
        }
    }

    private static void Judge(
        InspectionRecord record, in WalkedAttribute attribute, Dictionary<uint, WalkedAttribute> seen)
    {
        if (attribute.Type is 0 or 8 or > AckRequested)
        {
            AttributeWalk.RefuseUnknown(record, attribute, "1 to 7 and 9 (RFC 6407 section 5.3, RFC 8263 section 8)");
        }
        else if (attribute.IsBasic == (attribute.Type == KekKeyLifetime))
        {
            AttributeWalk.RefuseFormat(record, attribute);
        }
        else if (!seen.TryAdd(attribute.Type, attribute))
        {
            AttributeWalk.RefuseRepeated(record, attribute);
        }
        else if (attribute.Type == KekKeyLifetime && attribute.ValueLength != 4)
        {
            record.Refuse(
                attribute.Offset + 2, 2, DiscardReason.AttributeValue,
                $"a value of {attribute.ValueLength} octets", "4");
        }
        else if (Allowed(attribute) is { } allowed)
        {
            AttributeWalk.RefuseValue(record, attribute, $"{attribute.Number}", allowed);
        }
        else if (attribute.Type == AckRequested && attribute.Number is 0 or > 4)
        {
            record.Note(
                attribute.ValueOffset,
                $"KEK_ACK_REQUESTED {attribute.Number} is none of the four types of RFC 8263: members go on without "
                + "acknowledging (section 4)");
        }
    }

    /// <summary>What the value may be, if it is something else.</summary>
    private static string? Allowed(in WalkedAttribute attribute) => (attribute.Type, attribute.Number) switch
    {
        (KekAlgorithm, 0 or > 3) => "1 to 3 (RFC 6407 section 5.3.2)",
        (5, 0 or > 5) => "1 to 5 (RFC 6407 section 5.3.5)",
        (SignatureAlgorithm, 0 or > 6) => "1 to 6 (RFC 6407 section 5.3.6)",
        _ => null,
    };

    private static void JudgeWhole(
        InspectionRecord record, Dictionary<uint, WalkedAttribute> seen, int start, int end)
    {
        bool isAes = seen.GetValueOrDefault(KekAlgorithm).Number == 3;
        uint[] mandatory = isAes
            ? [KekAlgorithm, KekKeyLength, SignatureAlgorithm]
            : [KekAlgorithm, SignatureAlgorithm];
        uint[] missing = [.. mandatory.Where(type => !seen.ContainsKey(type))];
        if (missing.Length > 0)
        {
            record.Refuse(
                start, end - start, DiscardReason.AttributeMissing,
                $"no {string.Join(", no ", missing.Select(RegistryNames.KekAttribute))}",
                "KEK_ALGORITHM, SIG_ALGORITHM, and for AES KEK_KEY_LENGTH (RFC 6407 section 5.3)");
        }
        else if (isAes && seen[KekKeyLength].Number is not (128 or 192 or 256))
        {
            WalkedAttribute bits = seen[KekKeyLength];
            AttributeWalk.RefuseValue(record, bits, $"{bits.Number} bits", "128, 192 or 256 for AES");
        }
    }
}
