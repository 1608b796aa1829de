using System.Text.Json;
using System.Text.Unicode;
using PixelGpt.IO;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>A split of a data set on the hub.</summary>
internal sealed record HubSplit(string Config, string Split);

/// <summary>A slice of a split's rows, one column of them.</summary>
/// <param name="Total">How many rows the split has.</param>
/// <param name="Rows">The column's values, in order.</param>
internal sealed record HubPage(int Total, IReadOnlyList<int[]> Rows);

/// <summary>
/// Reads the answers of the dataset viewer (huggingface.co/docs/dataset-viewer, /splits and /rows) and believes none
/// of it unchecked: what breaks the viewer's own form is a <see cref="FailureException"/>, data that are not sprites
/// or colours an <see cref="InputException"/>.
/// </summary>
internal static class HubJson
{
    /// <summary>The splits of an answer to <c>/splits</c>.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="where">The data set, as errors name it.</param>
    public static IReadOnlyList<HubSplit> ParseSplits(ReadOnlyMemory<byte> json, string where) => Parse(json, where, root =>
    {
        var splits = new List<HubSplit>();
        foreach (JsonElement split in Member(root, "splits", JsonValueKind.Array, where).EnumerateArray())
        {
            splits.Add(new HubSplit(
                Member(split, "config", JsonValueKind.String, where).GetString()!, Member(split, "split", JsonValueKind.String, where).GetString()!));
        }

        foreach (string unready in (string[])["pending", "failed"])
        {
            JsonElement list = Member(root, unready, JsonValueKind.Array, where);
            if (list.GetArrayLength() > 0)
                throw new FailureException($"{where}: the hub calls splits {unready}: {Shown(list[0])}; try again later");
        }

        return splits;
    });

    /// <summary>The rows of an answer to <c>/rows</c>.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="column">The column to read, a list of whole numbers a row.</param>
    /// <param name="offset">The row that was asked for as the first.</param>
    /// <param name="where">Data set and split, as errors name them.</param>
    public static HubPage ParseRows(ReadOnlyMemory<byte> json, string column, int offset, string where) => Parse(json, where, root =>
    {
        CheckColumn(root, column, where);
        if (Member(root, "partial", null, where).ValueKind != JsonValueKind.False)
            throw new FailureException($"{where}: the hub offers only a part of the split ('partial' is {Shown(root.GetProperty("partial"))})");
        JsonElement total = Member(root, "num_rows_total", JsonValueKind.Number, where);
        if (!total.TryGetInt32(out int count) || count < 0)
            throw new FailureException($"{where}: the hub gives the split {Shown(total)} rows ('num_rows_total')");
        var rows = new List<int[]>();
        foreach (JsonElement item in Member(root, "rows", JsonValueKind.Array, where).EnumerateArray())
        {
            int expected = offset + rows.Count;
            JsonElement index = Member(item, "row_idx", JsonValueKind.Number, where);
            if (!index.TryGetInt32(out int row) || row != expected)
                throw new FailureException($"{where}: the hub sent row {Shown(index)} where row {expected} is due ('row_idx')");
            string here = $"{where}, row {row}";
            JsonElement truncated = Member(item, "truncated_cells", JsonValueKind.Array, here);
            if (truncated.GetArrayLength() > 0)
                throw new FailureException($"{here}: the hub cut the cells {Shown(truncated)} short ('truncated_cells')");
            rows.Add(Integers(Member(item, "row", JsonValueKind.Object, here), column, here));
        }

        return new HubPage(count, rows);
    });

    private static T Parse<T>(ReadOnlyMemory<byte> json, string where, Func<JsonElement, T> read)
    {
        if (!Utf8.IsValid(json.Span)) throw new FailureException($"{where}: the hub's answer is no JSON: it is not UTF-8");
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, InputJson.Strict);
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FailureException($"{where}: the hub's answer is no whole JSON document: {Excerpt.Of(e.Message, 200)}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new FailureException($"{where}: the hub's answer holds a text that is not Unicode", e); // a lone \ud800
        }
    }

    /// <summary>A member of an object; of the kind given, unless null.</summary>
    private static JsonElement Member(JsonElement parent, string name, JsonValueKind? kind, string where)
    {
        if (parent.ValueKind != JsonValueKind.Object) throw new FailureException($"{where}: the hub's answer has {Shown(parent)} where an object with '{name}' is due");
        if (!parent.TryGetProperty(name, out JsonElement member)) throw new FailureException($"{where}: the hub's answer lacks '{name}'");
        return kind is null || member.ValueKind == kind
            ? member
            : throw new FailureException($"{where}: '{name}' of the hub's answer is {Shown(member)}, not of the type {kind}");
    }

    private static void CheckColumn(JsonElement root, string column, string where)
    {
        string[] columns = [.. Member(root, "features", JsonValueKind.Array, where).EnumerateArray()
            .Select(f => Member(f, "name", JsonValueKind.String, where).GetString()!)];
        if (!columns.Contains(column))
            throw new InputException($"{where}: there is no column '{column}', only {Excerpt.Of(string.Join(", ", columns), 200)}");
    }

    private static int[] Integers(JsonElement row, string column, string here)
    {
        if (!row.TryGetProperty(column, out JsonElement list)) throw new InputException($"{here}: there is no '{column}'");
        if (list.ValueKind != JsonValueKind.Array) throw new InputException($"{here}: '{column}' is {Shown(list)}, not a list of whole numbers");
        int[] values = new int[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement value in list.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out values[i]))
                throw new InputException($"{here}: {column}[{i}] is {Shown(value)}, not a whole number");
            i++;
        }

        return values;
    }

    private static string Shown(JsonElement element) => Excerpt.Of(element.GetRawText(), 100);
}
