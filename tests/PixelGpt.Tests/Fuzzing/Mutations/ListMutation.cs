namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Removes, duplicates, swaps, moves or repeats items of a list.</summary>
internal static class ListMutation
{
    public static void Apply<T>(List<T> parts, FuzzRandom random)
    {
        if (parts.Count == 0) return;
        int at = random.Below(parts.Count), other = random.Below(parts.Count);
        switch (random.Below(5))
        {
            case 0:
                parts.RemoveAt(at);
                break;
            case 1:
                parts.Insert(other, parts[at]);
                break;
            case 2:
                (parts[at], parts[other]) = (parts[other], parts[at]);
                break;
            case 3:
                T part = parts[at];
                parts.RemoveAt(at);
                parts.Insert(Math.Min(other, parts.Count), part);
                break;
            default:
                parts.InsertRange(at, Enumerable.Repeat(parts[at], random.Below(1 << random.Below(10))));
                break;
        }
    }
}
