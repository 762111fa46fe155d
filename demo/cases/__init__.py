"""Sample 办件 for the demo's hall, as another system of the city would export them. How a hall looks them up is in
`hall/progress`."""
