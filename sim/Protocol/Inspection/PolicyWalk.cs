namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks GAP, group associated policy (RFC 6407 section 5.4).</summary>
internal static class PolicyWalk
{
    private const uint SenderIdRequest = 3;

    /// <param name="cursor">The body.</param>
    /// <param name="isMembersRequest">
    /// Whether it is a payload of its own in message 3 of GROUPKEY-PULL: only there may sender identifiers be asked
    /// for.
    /// </param>
    public static void Walk(FieldCursor cursor, bool isMembersRequest)
    {
        InspectionRecord record = cursor.Record;
        var seen = new HashSet<uint>();
        WalkedAttribute? request = null;
        while (!cursor.IsAtEnd)
        {
            if (!AttributeWalk.TryRead(
                cursor, RegistryNames.PolicyAttribute,
                (type, value) => type < SenderIdRequest ? $"{value} s" : $"{value}",
                out WalkedAttribute attribute))
            {
                return;
            }

            if (attribute.Type is 0 or > SenderIdRequest)
            {
                AttributeWalk.RefuseUnknown(record, attribute, "1 to 3 (RFC 6407 section 5.4)");
            }
            else if (!attribute.IsBasic)
            {
                AttributeWalk.RefuseFormat(record, attribute);
            }
            else if (!seen.Add(attribute.Type))
            {
                AttributeWalk.RefuseRepeated(record, attribute);
            }
            else if (attribute.Type == SenderIdRequest)
            {
                request = attribute;
            }
        }

        if (request is { } asked && !isMembersRequest)
        {
            AttributeWalk.RefuseUnknown(
                record, asked,
                "1 or 2: SENDER_ID_REQUEST belongs to message 3 of GROUPKEY-PULL (RFC 6407 section 5.4)");
        }
    }
}
