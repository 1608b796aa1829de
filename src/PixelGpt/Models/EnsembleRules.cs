namespace PixelGpt.Models;

/// <summary>Which models can be members of one ensemble.</summary>
internal static class EnsembleRules
{
    /// <summary>The maximum number of members.</summary>
    public const int MaxMembers = 64;

    /// <summary>Checks that models can be the members of an ensemble.</summary>
    /// <param name="members">The models.</param>
    /// <exception cref="InputException">They cannot; the message says why, and counts members from 1.</exception>
    public static void Check(IReadOnlyList<PixelModel> members)
    {
        CheckCount(members.Count);
        for (int i = 0; i < members.Count; i++)
        {
            if (members[i].IsEnsemble) throw new InputException($"member {i + 1} is an ensemble itself; use its members instead");
            if (!members[i].Palette.Colors.SequenceEqual(members[0].Palette.Colors))
                throw new InputException($"member {i + 1} has another palette ({members[i].Palette.Count} colours) than member 1 ({members[0].Palette.Count} colours); all members must have the same palette");
            int tokens = members[i].Transformer.Description.VocabularySize, first = members[0].Transformer.Description.VocabularySize;
            if (tokens != first) throw new InputException($"member {i + 1} has {tokens} tokens, but member 1 has {first}; all members must have the same number of tokens");
        }

        CheckSizes([.. members.Select(m => m.Config)]);
    }

    /// <summary>Checks the number of members.</summary>
    /// <exception cref="InputException">There are too few or too many.</exception>
    public static void CheckCount(int count) => InputException.Check(count is >= 2 and <= MaxMembers, "the number of members of an ensemble", count, $"2 to {MaxMembers}");

    /// <summary>Returns the configuration whose picture size applies to all members: one with a fixed width if there is one, otherwise one with a size.</summary>
    /// <param name="configs">Configurations of the members.</param>
    public static ModelConfig Representative(IReadOnlyList<ModelConfig> configs) =>
        configs.FirstOrDefault(c => c.Description.ImageWidth > 0) ?? configs.FirstOrDefault(c => c.ImageSize is not null) ?? configs[0];

    private static void CheckSizes(IReadOnlyList<ModelConfig> configs)
    {
        ModelConfig one = Representative(configs);
        for (int i = 0; i < configs.Count; i++)
        {
            if (configs[i].Description.MaxPositions == one.Description.MaxPositions
                && configs[i].Description.MaxImageSize == one.Description.MaxImageSize
                && (configs[i].ImageSize is not { } size || one.ImageSize is not { } expected || size == expected)) continue;
            throw new InputException($"member {i + 1} is for {Describe(configs[i])}, but another member is for {Describe(one)}; all members must support pictures of the same sizes");
        }
    }

    private static string Describe(ModelConfig config) => config switch
    {
        { Description.MaxImageSize: > 0 and int side } => $"pictures of up to {side}×{side} pixels",
        { ImageSize: (int width, int height) } => $"pictures of {width}×{height} pixels",
        _ => $"pictures of up to {config.Description.MaxPositions} pixels",
    };
}
