using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// Builds the body of a GDOI SA payload (RFC 6407 section 5.2): SAK, GAP, SATs in this order, each optional. For a
/// GROUPKEY-PULL; a GROUPKEY-PUSH is built whole by <see cref="Messages.GroupkeyPushWriter"/>.
/// </summary>
/// <remarks>What does not fit makes <see cref="TryFinish"/> return false; another order throws.</remarks>
public ref struct SecurityAssociationWriter
{
    // SAK, GAP and SATs as they may follow each other.
    private const int KekStage = 1;
    private const int PolicyStage = 2;
    private const int TekStage = 3;

    private WireWriter _writer;
    private PayloadChainWriter _chain;
    private int _stage;
    private bool _overflows;

    /// <param name="destination">Takes the body.</param>
    public SecurityAssociationWriter(Span<byte> destination)
    {
        _writer = new(destination);
        _overflows = !SecurityAssociationPayload.TryBeginBody(ref _writer, out _chain);
    }

    /// <summary>Adds the SA KEK payload.</summary>
    public void Add(in SaKekPayload kek)
    {
        Enter(KekStage, mayRepeat: false);
        _overflows = _overflows || !kek.TryWrite(ref _writer, ref _chain);
    }

    /// <summary>Adds the GAP payload.</summary>
    public void Add(in GroupAssociatedPolicy policy)
    {
        Enter(PolicyStage, mayRepeat: false);
        _overflows = _overflows || !policy.TryWrite(ref _writer, ref _chain);
    }

    /// <summary>Adds an SA TEK payload.</summary>
    public void Add(in SaTekPayload tek)
    {
        Enter(TekStage, mayRepeat: true);
        _overflows = _overflows || !tek.TryWrite(ref _writer, ref _chain);
    }

    /// <summary>Gives the body.</summary>
    /// <returns>False if it did not fit, or is longer than a payload can be.</returns>
    public readonly bool TryFinish(out ReadOnlySpan<byte> body)
    {
        bool fits = !_overflows && _writer.Position <= ushort.MaxValue - PayloadChainReader.GenericHeaderSize;
        body = fits ? _writer.Written : default;
        return fits;
    }

    private void Enter(int stage, bool mayRepeat)
    {
        if (stage < _stage || (stage == _stage && !mayRepeat))
        {
            throw new InvalidOperationException("an SA is SAK, GAP, SATs in this order (RFC 6407 section 5.2.1)");
        }

        _stage = stage;
    }
}
