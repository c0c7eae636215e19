using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// GAP, group associated policy (RFC 6407 section 5.4). Null means that the attribute is absent.
/// </summary>
public readonly record struct GroupAssociatedPolicy
{
    // Attribute types, all Basic (RFC 6407 section 5.4).
    private const ushort ActivationTimeDelayType = 1;
    private const ushort DeactivationTimeDelayType = 2;
    private const ushort SenderIdRequestType = 3;

    /// <summary>
    /// ACTIVATION_TIME_DELAY in seconds: how long after its receipt a new SA is used (section 5.4.1).
    /// </summary>
    public ushort? ActivationDelaySeconds { get; init; }

    /// <summary>DEACTIVATION_TIME_DELAY in seconds: how long a replaced SA is kept (section 5.4.1).</summary>
    public ushort? DeactivationDelaySeconds { get; init; }

    /// <summary>SENDER_ID_REQUEST: how many sender IDs a registering member asks for (section 5.4.2).</summary>
    public ushort? SenderIdRequest { get; init; }

    /// <summary>Reads the body: attributes.</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> body, out GroupAssociatedPolicy policy)
    {
        policy = default;
        var reader = new WireReader(body);
        while (!reader.IsAtEnd)
        {
            DiscardReason reason = DataAttribute.TryRead(ref reader, out DataAttribute attribute);
            if (reason == DiscardReason.None)
            {
                reason = Take(attribute, ref policy);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        return DiscardReason.None;
    }

    /// <summary>Writes the whole payload.</summary>
    public bool TryWrite(ref WireWriter writer, ref PayloadChainWriter chain) =>
        chain.TryBegin(ref writer, PayloadType.GroupAssociatedPolicy)
        && TryWrite(ref writer, ActivationTimeDelayType, ActivationDelaySeconds)
        && TryWrite(ref writer, DeactivationTimeDelayType, DeactivationDelaySeconds)
        && TryWrite(ref writer, SenderIdRequestType, SenderIdRequest)
        && chain.TryEnd(ref writer);

    private static bool TryWrite(ref WireWriter writer, ushort type, ushort? value) =>
        value is null || DataAttribute.TryWriteBasic(ref writer, type, value.Value);

    private static DiscardReason Take(in DataAttribute attribute, ref GroupAssociatedPolicy policy)
    {
        if (attribute.Type is 0 or > SenderIdRequestType)
        {
            return DiscardReason.AttributeUnknown;
        }

        if (!attribute.IsBasic)
        {
            return DiscardReason.AttributeFormat;
        }

        ushort? before;
        switch (attribute.Type)
        {
            case ActivationTimeDelayType:
                before = policy.ActivationDelaySeconds;
                policy = policy with { ActivationDelaySeconds = attribute.BasicValue };
                break;
            case DeactivationTimeDelayType:
                before = policy.DeactivationDelaySeconds;
                policy = policy with { DeactivationDelaySeconds = attribute.BasicValue };
                break;
            default:
                before = policy.SenderIdRequest;
                policy = policy with { SenderIdRequest = attribute.BasicValue };
                break;
        }

        return before is null ? DiscardReason.None : DiscardReason.AttributeRepeated;
    }
}
