using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// What the messages of a capture tell about those after them: public values and last ciphertext blocks, which make
/// IVs; nonces, which HASHes cover; policies, which keys are held against. Give one to
/// <see cref="MessageInspector.Inspect"/> with each message of the capture, in their order.
/// </summary>
public sealed class InspectionMemory
{
    private readonly Dictionary<Cookies, MainModeMemory> _mainModes = [];
    private readonly Dictionary<(Cookies, uint), PullMemory> _pulls = [];

    internal MainModeMemory MainMode(Cookies cookies)
    {
        if (!_mainModes.TryGetValue(cookies, out MainModeMemory? memory))
        {
            memory = new MainModeMemory();
            _mainModes.Add(cookies, memory);
        }

        return memory;
    }

    internal PullMemory Pull(Cookies cookies, uint messageId)
    {
        if (!_pulls.TryGetValue((cookies, messageId), out PullMemory? memory))
        {
            memory = new PullMemory();
            _pulls.Add((cookies, messageId), memory);
        }

        return memory;
    }
}

/// <summary>The encrypted messages of an exchange so far.</summary>
internal class CiphertextMemory
{
    // Of an exchange the last message counts; those before it, where one comes late or was damaged on its way.
    private const int MostBlocks = 8;

    private readonly List<byte[]> _lastBlocks = [];

    /// <summary>Their last ciphertext blocks, the newest first: one of them is the IV of the next message.</summary>
    public IEnumerable<byte[]> LastBlocks => _lastBlocks;

    /// <summary>Takes an encrypted message; a repeated one changes nothing.</summary>
    public void Take(ReadOnlySpan<byte> message)
    {
        if (CbcForm.CheckLength(message[IsakmpHeader.Size..]) != DiscardReason.None)
        {
            return;
        }

        byte[] block = message[^Kek.BlockLength..].ToArray();
        if (_lastBlocks.Exists(known => known.AsSpan().SequenceEqual(block)))
        {
            return;
        }

        _lastBlocks.Insert(0, block);
        if (_lastBlocks.Count > MostBlocks)
        {
            _lastBlocks.RemoveAt(MostBlocks);
        }
    }
}

/// <summary>A main mode so far.</summary>
internal sealed class MainModeMemory : CiphertextMemory
{
    private const int MostValues = 4;

    private readonly List<byte[]> _publicValues = [];

    /// <summary>Takes a KE.</summary>
    public void TakePublicValue(ReadOnlySpan<byte> value)
    {
        byte[] octets = value.ToArray();
        if (_publicValues.Count < MostValues && !_publicValues.Exists(known => known.AsSpan().SequenceEqual(octets)))
        {
            _publicValues.Add(octets);
        }
    }

    /// <summary>
    /// What hash(g^xi | g^xr), the first IV, may be: of each pair of values, with each hash function.
    /// </summary>
    public IEnumerable<byte[]> FirstIvs(ICryptographyProvider provider)
    {
        foreach (byte[] initiator in _publicValues)
        {
            foreach (byte[] responder in _publicValues.Where(value => value != initiator))
            {
                foreach (PrfAlgorithm prf in Enum.GetValues<PrfAlgorithm>())
                {
                    var hash = new byte[PrfAlgorithmExtensions.MaximumOutputLength];
                    provider.ComputeDigest(prf, (byte[])[.. initiator, .. responder], hash);
                    yield return hash[..Kek.BlockLength];
                }
            }
        }
    }
}

/// <summary>A GROUPKEY-PULL so far.</summary>
internal sealed class PullMemory : CiphertextMemory
{
    /// <summary>Ni_b; null while no message 1 was read whose HASH could be right.</summary>
    public byte[]? InitiatorNonce { get; set; }

    /// <summary>Nr_b; null likewise of message 2.</summary>
    public byte[]? ResponderNonce { get; set; }

    /// <summary>The body of message 2's SA; null likewise.</summary>
    public byte[]? Policy { get; set; }
}
