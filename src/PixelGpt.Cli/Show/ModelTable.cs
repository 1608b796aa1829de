using PixelGpt.Models;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Prints the parameters of a model with their shapes; all layers share one row per parameter.</summary>
internal static class ModelTable
{
    public static void Write(IAnsiConsole console, PixelModel model)
    {
        TransformerDescription shape = model.Transformer.Description;
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("parameter").AddColumn("shape").AddColumn(new TableColumn("values").RightAligned());
        foreach (IGrouping<string, Parameter> group in model.Transformer.Parameters.All.GroupBy(p => Collapse(p.Name, shape.Layers)))
        {
            Parameter first = group.First();
            string times = group.Count() > 1 ? $"{group.Count()} × " : "";
            table.AddRow(Markup.Escape(group.Key), $"{times}{string.Join(" × ", first.Shape)}", $"{group.Sum(p => (long)p.Length):n0}");
        }

        table.AddRow("[bold]total[/]", "", $"[bold]{model.Transformer.Parameters.Count:n0}[/]");
        console.WriteFitted(table);
    }

    /// <summary>Replaces the layer index in a parameter name: <c>transformer.h.{0..1}.ln_1.weight</c>.</summary>
    private static string Collapse(string name, int layers)
    {
        if (layers == 1) return name;
        string[] parts = name.Split('.');
        for (int i = 0; i < parts.Length; i++)
        {
            if (int.TryParse(parts[i], out _)) parts[i] = $"{{0..{layers - 1}}}";
        }

        return string.Join('.', parts);
    }
}
