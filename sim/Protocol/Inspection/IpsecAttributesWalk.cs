namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks the SA attributes of an ESP or AH TEK (RFC 2407 section 4.5, RFC 6407 section 5.5.1.1).</summary>
internal sealed class IpsecAttributesWalk
{
    private const uint LifeType = 1;
    private const uint LifeDuration = 2;
    private const uint HighestType = 15;

    private readonly InspectionRecord _record;
    private readonly Dictionary<uint, uint> _values = [];
    private readonly Dictionary<uint, uint> _lifetimes = [];
    private WalkedAttribute? _pending;

    private IpsecAttributesWalk(InspectionRecord record) => _record = record;

    public static void Walk(FieldCursor cursor)
    {
        var walk = new IpsecAttributesWalk(cursor.Record);
        int before = cursor.Record.Problems.Count;
        while (!cursor.IsAtEnd)
        {
            if (!AttributeWalk.TryRead(
                cursor, RegistryNames.IpsecAttribute, RegistryNames.IpsecAttributeValue, out WalkedAttribute attribute))
            {
                return;
            }

            walk.Judge(attribute);
        }

        if (walk._pending is { } lifeType && cursor.Record.Problems.Count == before)
        {
            walk.RefuseLifeType(lifeType);
        }
    }

    private void Judge(in WalkedAttribute attribute)
    {
        bool mayBeVariable = attribute.Type is LifeDuration or 9 or 12;
        if (attribute.Type is 0 or > HighestType)
        {
            AttributeWalk.RefuseUnknown(
                _record, attribute, "1 to 15 (RFC 2407 section 4.5, RFC 6407 section 5.5.1.1)");
        }
        else if (!attribute.IsBasic && !mayBeVariable)
        {
            AttributeWalk.RefuseFormat(_record, attribute);
        }
        else if (attribute.Type == LifeDuration)
        {
            JudgeLifetime(attribute);
        }
        else if (_pending is { } lifeType)
        {
            RefuseLifeType(lifeType);
            _pending = null;
        }
        else if (attribute.Type == LifeType)
        {
            _pending = attribute;
            if (attribute.Number is not (1 or 2))
            {
                AttributeWalk.RefuseValue(
                    _record, attribute, $"{attribute.Number}", "1 (seconds) or 2 (kilobytes)");
            }
        }
        else if (attribute.Type is 4 or 5 or 6 or 14 or HighestType)
        {
            JudgeValue(attribute);
        }
        else if (attribute.IsBasic && HighestOf(attribute.Type) is var highest
            && (attribute.Number > highest || (attribute.Number == 0 && highest < ushort.MaxValue)))
        {
            AttributeWalk.RefuseValue(_record, attribute, $"{attribute.Number}", $"1 to {highest}");
        }
    }

    // The last value that the registries assign; those of 10 to 13 are of ECN, sequence numbers and signatures.
    private static uint HighestOf(uint type) => type switch
    {
        4 => 4,
        5 => 13,
        10 => 2,
        11 => 1,
        13 => 2,
        14 => 4,
        HighestType => 3,
        _ => ushort.MaxValue,
    };

    private void JudgeLifetime(in WalkedAttribute attribute)
    {
        if (_pending is not { } lifeType)
        {
            _record.Refuse(
                attribute.Offset, attribute.Field.Length, DiscardReason.AttributeMissing,
                "SA Life Duration without SA Life Type before it", "SA Life Type, then SA Life Duration");
            return;
        }

        _pending = null;
        if (attribute.ValueLength is not (2 or 4))
        {
            _record.Refuse(
                attribute.Offset + 2, 2, DiscardReason.AttributeValue,
                $"a duration of {attribute.ValueLength} octets", "2 or 4");
            return;
        }

        attribute.Field.Value = $"{attribute.Number} {(lifeType.Number == 1 ? "s" : "kilobytes")}";
        if (_lifetimes.TryGetValue(lifeType.Number, out uint before) && before != attribute.Number)
        {
            RefuseOther(attribute, before);
        }

        _lifetimes[lifeType.Number] = attribute.Number;
    }

    private void JudgeValue(in WalkedAttribute attribute)
    {
        uint highest = HighestOf(attribute.Type);
        if (attribute.Number == 0 || attribute.Number > highest)
        {
            AttributeWalk.RefuseValue(_record, attribute, $"{attribute.Number}", $"1 to {highest}");
        }
        else if (_values.TryGetValue(attribute.Type, out uint before) && before != attribute.Number)
        {
            RefuseOther(attribute, before);
        }

        _values[attribute.Type] = attribute.Number;
    }

    private void RefuseOther(in WalkedAttribute attribute, uint before) => _record.Refuse(
        attribute.Offset, attribute.Field.Length, DiscardReason.AttributeRepeated,
        $"{attribute.Field.Name} again, with {attribute.Number}", $"once, or {before} again (RFC 2407 section 4.5.2)");

    private void RefuseLifeType(in WalkedAttribute lifeType) => _record.Refuse(
        lifeType.Offset, lifeType.Field.Length, DiscardReason.AttributeMissing,
        "SA Life Type without SA Life Duration after it", "SA Life Type, then SA Life Duration");
}
