namespace GdoiSim.Protocol.Lkh;

/// <summary>The update arrays that go into one GROUPKEY-PUSH.</summary>
/// <param name="Attributes">
/// Encoded LKH_UPDATE_ARRAY attributes: the value of <see cref="Payloads.KeyPacket.EncodedAttributes"/> of the
/// message's one LKH packet.
/// </param>
/// <param name="Arrays">Number of arrays.</param>
/// <param name="Keys">Number of keys in them.</param>
public sealed record LkhUpdatePart(ReadOnlyMemory<byte> Attributes, int Arrays, int Keys);
