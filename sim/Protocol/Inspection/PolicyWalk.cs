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
        int start = cursor.Position;
        int before = cursor.Record.Problems.Count;
        InspectionRecord record = cursor.Record;
        var seen = new Dictionary<uint, WalkedAttribute>();
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
            else if (!seen.TryAdd(attribute.Type, attribute))
            {
                AttributeWalk.RefuseRepeated(record, attribute);
            }
            else if (attribute.Type == SenderIdRequest)
            {
                request = attribute;
            }
        }

        if (isMembersRequest)
        {
            JudgeRequest(record, start, cursor.End, seen, record.Problems.Count == before);
        }
        else if (request is { } asked)
        {
            AttributeWalk.RefuseUnknown(
                record, asked,
                "1 or 2: SENDER_ID_REQUEST belongs to message 3 of GROUPKEY-PULL (RFC 6407 section 5.4)");
        }
    }

    /// <summary>A member asks for sender identifiers and prescribes nothing (RFC 6407 section 5.4).</summary>
    private static void JudgeRequest(
        InspectionRecord record, int start, int end, Dictionary<uint, WalkedAttribute> seen, bool isSound)
    {
        foreach (WalkedAttribute attribute in seen.Values.Where(attribute => attribute.Type != SenderIdRequest).Take(1))
        {
            AttributeWalk.RefuseUnknown(
                record, attribute, "3: the delays are the key server's to prescribe (RFC 6407 section 5.4)");
            return;
        }

        if (isSound && !seen.ContainsKey(SenderIdRequest))
        {
            record.Refuse(
                start, end - start, DiscardReason.AttributeMissing, "no SENDER_ID_REQUEST",
                "one: a member's GAP has nothing else (RFC 6407 section 5.4)");
        }
    }
}
