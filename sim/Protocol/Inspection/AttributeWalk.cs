using System.Globalization;

namespace GdoiSim.Protocol.Inspection;

/// <summary>A data attribute as a walk found it.</summary>
/// <param name="Type">Attribute type.</param>
/// <param name="IsBasic">Whether it came as TV.</param>
/// <param name="Offset">Its first octet.</param>
/// <param name="ValueOffset">The first octet of its value.</param>
/// <param name="ValueLength">Octets of its value.</param>
/// <param name="Number">The value as a number where it has at most four octets.</param>
/// <param name="Field">Its part of the tree.</param>
internal readonly record struct WalkedAttribute(
    uint Type, bool IsBasic, int Offset, int ValueOffset, int ValueLength, uint Number, InspectedField Field);

/// <summary>Walks data attributes (RFC 2408 section 3.3).</summary>
internal static class AttributeWalk
{
    private const uint BasicFormat = 0x8000;

    /// <summary>Reads one attribute and names its parts.</summary>
    /// <param name="cursor">Stands at the attribute.</param>
    /// <param name="name">The name of an attribute type.</param>
    /// <param name="value">What a type's value is in words; the number where null.</param>
    /// <param name="attribute">What was read.</param>
    /// <returns>False, with the problem recorded, if it reaches past the end: nothing can be read after it.</returns>
    public static bool TryRead(
        FieldCursor cursor, Func<uint, string> name, Func<uint, uint, string>? value, out WalkedAttribute attribute)
    {
        attribute = default;
        InspectionRecord record = cursor.Record;
        int start = cursor.Position;
        if (cursor.Remaining < 4)
        {
            record.Refuse(
                start, cursor.Remaining, DiscardReason.AttributePastEnd,
                $"{cursor.Remaining} octets", "4 or more: type and value, or type and length");
            cursor.NameRest("incomplete attribute");
            return false;
        }

        uint typeField = Read16(record, start);
        uint type = typeField & ~BasicFormat;
        bool isBasic = typeField != type;
        uint lengthOrValue = Read16(record, start + 2);
        int valueLength = isBasic ? 2 : (int)lengthOrValue;
        int valueOffset = start + (isBasic ? 2 : 4);
        if (valueLength > cursor.End - valueOffset)
        {
            record.Refuse(
                start + 2, 2, DiscardReason.AttributePastEnd,
                $"a length of {valueLength}", $"0 to {cursor.End - valueOffset}: what is left");
            cursor.NameRest($"{name(type)}, past the end");
            return false;
        }

        InspectedField field = cursor.Part.Add(name(type), start, valueOffset + valueLength - start, "");
        FieldCursor inner = cursor.Inner(field, field.Length);
        inner.TryNumber(2, "attribute type", out _, raw => $"{type}, {(isBasic ? "TV" : "TLV")}");
        if (!isBasic)
        {
            inner.TryNumber(2, "attribute length", out _);
        }

        uint number = 0;
        for (int i = 0; i < Math.Min(valueLength, 4); i++)
        {
            number = (number << 8) | record.Span[valueOffset + i];
        }

        string words = valueLength is 0 or > 4 ? FieldCursor.Hex(record.Span.Slice(valueOffset, valueLength))
            : value is null ? number.ToString(CultureInfo.InvariantCulture)
            : value(type, number);
        inner.TryOctets(valueLength, "attribute value", _ => words);
        field.Value = words;
        attribute = new WalkedAttribute(type, isBasic, start, valueOffset, valueLength, number, field);
        return true;
    }

    public static void RefuseUnknown(InspectionRecord record, in WalkedAttribute attribute, string allowed) =>
        record.Refuse(
            attribute.Offset, 2, DiscardReason.AttributeUnknown, $"attribute type {attribute.Type}", allowed);

    public static void RefuseFormat(InspectionRecord record, in WalkedAttribute attribute) =>
        record.Refuse(
            attribute.Offset, 2, DiscardReason.AttributeFormat,
            attribute.IsBasic ? "TV" : "TLV", $"{(attribute.IsBasic ? "TLV" : "TV")} for {attribute.Field.Name}");

    public static void RefuseRepeated(InspectionRecord record, in WalkedAttribute attribute) =>
        record.Refuse(
            attribute.Offset, attribute.Field.Length, DiscardReason.AttributeRepeated,
            $"{attribute.Field.Name} again", "once");

    public static void RefuseValue(
        InspectionRecord record, in WalkedAttribute attribute, string found, string allowed) =>
        record.Refuse(
            attribute.ValueOffset, attribute.ValueLength, DiscardReason.AttributeValue, found, allowed);

    private static uint Read16(InspectionRecord record, int offset) =>
        ((uint)record.Span[offset] << 8) | record.Span[offset + 1];
}
