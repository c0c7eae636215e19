namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks the protocol-specific part of an SA TEK for IEC 61850 (RFC 8052 section 2.2).</summary>
internal static class Iec61850Walk
{
    private const uint HighestAlgorithm = 5;
    private const uint None = 1;
    private const uint AesCbc128 = 2;
    private const uint AesCbc256 = 3;
    private const uint ActivationTimeDelay = 1;
    private const uint KeyDeliveryAssurance = 2;

    /// <summary>Gives where the SPI stands, or −1, and the octets that each of the two keys must have.</summary>
    public static int Walk(FieldCursor cursor, int lengthOffset, out (int Integrity, int Algorithm) keyLengths)
    {
        keyLengths = default;
        InspectionRecord record = cursor.Record;
        if (!OidWalk.TryWalk(cursor))
        {
            return -1;
        }

        if (!cursor.TryNumber(4, "SPI", out WireNumber spi, value => $"{value:x8}")
            || !cursor.TryNumber(2, "Auth Alg", out WireNumber authentication, RegistryNames.Iec61850Authentication)
            || !cursor.TryNumber(2, "Enc Alg", out WireNumber confidentiality, RegistryNames.Iec61850Confidentiality)
            || !cursor.TryNumber(
                4, "remaining lifetime", out _, value => value == 0 ? "without end (0)" : $"{value} s"))
        {
            PayloadWalk.RefuseShort(cursor, lengthOffset, "more: SPI, Auth Alg, Enc Alg and lifetime (12) must follow");
            return -1;
        }

        foreach (WireNumber algorithm in new[] { authentication, confidentiality })
        {
            if (algorithm.Value is 0 or > HighestAlgorithm)
            {
                record.Refuse(algorithm, DiscardReason.AttributeValue, "1 to 5 (RFC 8052 section 4)");
            }
        }

        if (authentication.Value == None && (confidentiality.Value is AesCbc128 or AesCbc256))
        {
            record.Refuse(
                confidentiality, DiscardReason.AttributeValue,
                "1, 4 or 5: AES-CBC only with an authentication algorithm (RFC 8052 section 2.2.3)");
        }

        keyLengths = (IntegrityKeyLength(authentication.Value), AlgorithmKeyLength(confidentiality.Value));
        WalkAttributes(cursor);
        return spi.Offset;
    }

    // With their salts (RFC 8052 section 2.3).
    private static int IntegrityKeyLength(uint authentication) => authentication switch
    {
        2 or 3 => 32,
        4 => 20,
        5 => 36,
        _ => 0,
    };

    private static int AlgorithmKeyLength(uint confidentiality) => confidentiality switch
    {
        AesCbc128 => 16,
        AesCbc256 => 32,
        4 => 20,
        5 => 36,
        _ => 0,
    };

    private static void WalkAttributes(FieldCursor cursor)
    {
        InspectionRecord record = cursor.Record;
        var seen = new HashSet<uint>();
        while (!cursor.IsAtEnd)
        {
            if (!AttributeWalk.TryRead(
                cursor, RegistryNames.Iec61850Attribute,
                (type, value) => type == KeyDeliveryAssurance ? $"{value} %" : $"{value} s",
                out WalkedAttribute attribute))
            {
                return;
            }

            if (attribute.Type is not (ActivationTimeDelay or KeyDeliveryAssurance))
            {
                AttributeWalk.RefuseUnknown(record, attribute, "1 or 2 (RFC 8052 section 4)");
            }
            else if (attribute.IsBasic != (attribute.Type == KeyDeliveryAssurance))
            {
                AttributeWalk.RefuseFormat(record, attribute);
            }
            else if (!seen.Add(attribute.Type))
            {
                AttributeWalk.RefuseRepeated(record, attribute);
            }
            else if (attribute.IsBasic && attribute.Number > 100)
            {
                AttributeWalk.RefuseValue(record, attribute, $"{attribute.Number} %", "0 to 100");
            }
            else if (!attribute.IsBasic && attribute.ValueLength != 4)
            {
                record.Refuse(
                    attribute.Offset + 2, 2, DiscardReason.AttributeValue,
                    $"a value of {attribute.ValueLength} octets", "4");
            }
        }
    }
}
